import { ResourceNotFoundException } from '@aws-sdk/client-lambda'
import t from 'tap'
import { serviceError } from '../../command/stub-aws-fixture.ts'
import { unzip } from '../../package/unzip.ts'
import { stubVerification } from '../stub-verification-fixture.ts'
import { observe, observeIfPossible } from './observer.ts'

process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1' // pauses as on this machine

const outputs = { SubnetIds: 'subnet-1,subnet-2', LambdaSecurityGroupId: 'sg-1', AccessPointArn: 'arn:ap' }
const answer = (content: object, more: object = {}) => ({ Payload: Buffer.from(JSON.stringify(content)), ...more })
const mountError = (name: string) => Object.assign(new Error('said Lambda'), { name })

/** An observer of a system whose functions have these roles, and whose calls get these answers. */
function observing(Invoke: (count: number) => object | Error, missing: readonly string[] = []) {
  let count = 0
  const stub = stubVerification({
    aws: {
      DeleteFunction: serviceError(ResourceNotFoundException),
      GetFunctionConfiguration: ({ FunctionName }) =>
        missing.includes(String(FunctionName))
          ? serviceError(ResourceNotFoundException)
          : { Role: `arn:aws:iam::1:role/${FunctionName}`, Runtime: 'nodejs24.x', Architectures: ['arm64'] },
      CreateFunction: {},
      GetFunction: { Configuration: { State: 'Active', LastUpdateStatus: 'Successful' } },
      Invoke: () => Invoke((count += 1)),
    },
  })
  Object.assign(stub.verification.system, { outputs })
  const operations = () => stub.asked.map(([name]) => name)
  return { ...stub, operations, observer: () => observe(stub.verification) }
}

t.test('the observer has the role of the Consumer, and network and mount of the outputs', async t => {
  const { observer, asked, operations, undoings } = observing(count => answer(count === 1 ? {} : { names: ['a'] }))
  const { functionName, list } = await observer()
  t.equal(functionName, 'demo-observer')
  t.equal(operations()[0], 'DeleteFunction', 'of an interrupted verification')
  const created = asked.find(([name]) => name === 'CreateFunction')![1] as { Code: { ZipFile: Buffer } }
  t.match(created, {
    FunctionName: 'demo-observer',
    Description: 'Temporary: npm run verify looks at the shared file system with it',
    Role: 'arn:aws:iam::1:role/demo-consumer',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    MemorySize: 512,
    Timeout: 300,
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
    FileSystemConfigs: [{ Arn: 'arn:ap', LocalMountPath: '/mnt/efs' }],
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'FATAL', SystemLogLevel: 'WARN' },
    Environment: { Variables: { EFS_MOUNT_PATH: '/mnt/efs' } },
    Tags: { Project: 'lambda-efs', Prefix: 'demo' },
  })
  const files = await unzip(created.Code.ZipFile)
  t.same(
    files.map(({ name }) => name),
    ['index.js', 'package.json'],
  )
  t.equal(String(files[1]!.content), '{"type":"commonjs"}\n')
  t.same(await list('models'), ['a'])
  t.same(asked.at(-1), ['Invoke', { FunctionName: 'demo-observer', Payload: '{"action":"list","path":"models"}' }])
  for (const undo of undoings) await undo()
  t.equal(operations().at(-1), 'DeleteFunction')
})

t.test('each question of the observer is a request, and its answer', async t => {
  const file = { path: 'p', type: 'file' }
  const answers = [{}, { files: [file] }, { sha256: 's', file }, { content: 'é', sha256: 's' }, { seen: [] }, { file }]
  const { observer, asked } = observing(count => answer(answers[count - 1] ?? {}))
  const { stat, hash, read, watch, write, makeFolder, remove } = await observer()
  t.same(await stat('p', 'q'), [file])
  t.same(await hash('p'), { sha256: 's', file })
  t.same(await read('p'), { content: 'é', sha256: 's', size: 2 })
  t.same(await watch('p', 5), [])
  t.same(await write('p', Buffer.from('x')), file)
  await makeFolder('.verify-1')
  await remove('p', 'q')
  const requests = asked
    .filter(([name]) => name === 'Invoke')
    .map(([, input]) => (input as { Payload: string }).Payload)
  t.same(
    requests.map(text => JSON.parse(text)),
    [
      { action: 'probe' },
      { action: 'stat', paths: ['p', 'q'] },
      { action: 'hash', path: 'p' },
      { action: 'read', path: 'p' },
      { action: 'watch', path: 'p', milliseconds: 5 },
      { action: 'write', path: 'p', content: 'eA==' },
      { action: 'makeFolder', path: '.verify-1' },
      { action: 'remove', paths: ['p', 'q'] },
    ],
  )
})

t.test('a first mount that fails is tried three times in all, and then the other role', async t => {
  const late = observing(count => (count < 3 ? mountError('EFSMountFailureException') : answer({})))
  await late.observer()
  t.equal(late.operations().filter(name => name === 'CreateFunction').length, 1)
  const other = observing(count => (count < 4 ? mountError('EFSMountFailureException') : answer({})))
  await other.observer()
  const roles = other.asked.flatMap(([name, input]) =>
    name === 'CreateFunction' ? (input as { Role: string }).Role : [],
  )
  t.same(roles, ['arn:aws:iam::1:role/demo-consumer', 'arn:aws:iam::1:role/demo-producer'])
})

t.test('without a role that can, the obstacle of each is reported', async t => {
  const code = 'NOTHING_OBSERVED'
  const failed = answer({ errorMessage: 'EACCES' }, { FunctionError: 'Unhandled' })
  await t.rejects(observing(() => failed).observer(), {
    code,
    message:
      'No function can read the file system, as demo-consumer: probe on the file system failed: EACCES; ' +
      'as demo-producer: probe on the file system failed: EACCES',
  })
  for (const name of ['EFSMountConnectivityException', 'EFSMountTimeoutException']) {
    const unreachable = observing(() => mountError(name))
    await t.rejects(unreachable.observer(), {
      code,
      message: `No function can read the file system, as demo-consumer: ${name}: said Lambda`,
    })
    t.equal(unreachable.operations().at(-1), 'DeleteFunction')
  }
  const nobody = observing(() => answer({}), ['demo-consumer', 'demo-producer'])
  t.same(await observeIfPossible(nobody.verification), {
    blind: 'No function can read the file system, since neither function has a role',
  })
})
