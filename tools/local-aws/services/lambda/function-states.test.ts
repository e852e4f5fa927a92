import { createHash } from 'node:crypto'
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t from 'tap'
import { functionActive, functionUpdated } from '../../../command/function-settled.ts'
import { loadCode } from './function-code.ts'
import { functionWorld, zipOf } from './function-fixture.ts'

t.setTimeout(600_000)

const world = await functionWorld()
t.teardown(() => world.close())
const { lambda } = world
const conflict = { name: 'ResourceConflictException', $metadata: { httpStatusCode: 409 } }

async function createWithoutWaiting(FunctionName: string, ZipFile: Uint8Array) {
  const settings = { Role: world.roleArn, Runtime: 'nodejs24.x', Handler: 'index.handler' } as const
  return lambda.send(new CreateFunctionCommand({ FunctionName, ...settings, Code: { ZipFile } }))
}

t.test('a new function is pending until an answer has reported that', async t => {
  const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => 1' })
  const FunctionName = 'hasty'
  const pending = { State: 'Pending', StateReason: 'The function is being created.', StateReasonCode: 'Creating' }
  const made = await createWithoutWaiting(FunctionName, ZipFile)
  t.match(made, pending)
  t.notOk('LastUpdateStatus' in made)
  t.match(made.RuntimeVersionConfig?.RuntimeVersionArn, /^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/)
  const { Functions } = await lambda.send(new ListFunctionsCommand())
  for (const name of ['State', 'LastUpdateStatus', 'RuntimeVersionConfig'])
    t.notOk(name in Functions![0]!, `a list does not contain ${name}`)
  for (let again = 0; again < 2; again++) {
    await t.rejects(lambda.send(new InvokeCommand({ FunctionName })), conflict)
    const byService = {
      functionName: FunctionName,
      payload: Buffer.from('{}'),
      invocationType: 'RequestResponse',
    } as const
    await t.rejects(world.aws.account.lambda.invoke(byService), { code: 'ResourceConflictException' })
    await t.rejects(lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 4 })), conflict)
  }
  t.match(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName })), pending)
  t.match(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName })), { State: 'Active' })
  await t.resolves(lambda.send(new InvokeCommand({ FunctionName })))
})

t.test('an update is in progress until an answer has reported that, and no other may begin before', async t => {
  const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => 2' })
  const FunctionName = 'updated'
  await createWithoutWaiting(FunctionName, ZipFile)
  await functionActive(lambda, FunctionName)
  const code = () => lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))
  const configuration = () => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 4 }))
  t.match(await code(), {
    State: 'Active',
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: 'The function is being created.',
    LastUpdateStatusReasonCode: 'Creating',
  })
  for (const update of [configuration, code, configuration]) await t.rejects(update(), conflict)
  await functionUpdated(lambda, FunctionName)
  await t.resolves(configuration())
  await functionUpdated(lambda, FunctionName)
  const settled = await lambda.send(new GetFunctionCommand({ FunctionName }))
  t.match(settled.Configuration, { LastUpdateStatus: 'Successful', Timeout: 4 })
  t.notOk('LastUpdateStatusReason' in settled.Configuration!)
})

t.test('the code of a function can be downloaded unchanged', async t => {
  const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => 3' })
  await createWithoutWaiting('downloaded', ZipFile)
  const { Code, Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: 'downloaded' }))
  t.equal(Code!.RepositoryType, 'S3')
  const zip = Buffer.from(await (await fetch(Code!.Location!)).arrayBuffer())
  t.equal(createHash('sha256').update(zip).digest('base64'), Configuration!.CodeSha256)
  t.equal((await fetch(`${Code!.Location}0`)).status, 403, 'another link is refused')
})

t.test('an impossible function name is refused by every operation', async t => {
  const invalid = { name: 'ValidationException', message: /at 'functionName' failed to satisfy constraint/ }
  for (const FunctionName of ['a b', 'a/b', 'a:b:c:d', 'é', 'x'.repeat(257)]) {
    await t.rejects(lambda.send(new GetFunctionCommand({ FunctionName })), invalid, FunctionName)
    await t.rejects(lambda.send(new InvokeCommand({ FunctionName })), invalid, FunctionName)
    await t.rejects(lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName })), invalid, FunctionName)
    await t.rejects(createWithoutWaiting(FunctionName, Buffer.from('PK')), invalid, FunctionName)
  }
  await t.rejects(lambda.send(new GetFunctionCommand({ FunctionName: 'a', Qualifier: 'a b' })), {
    name: 'ValidationException',
    message: /at 'qualifier' failed to satisfy constraint/,
  })
})

const load = (ZipFile: Uint8Array) =>
  loadCode({ account: world.aws.account, http: { headers: {} }, operationName: 'CreateFunction' } as never, { ZipFile })

t.test('functions with the same zip share one directory of code, others have their own', async t => {
  const zip = await zipOf({ 'index.js': 'same' })
  const [first, second] = await Promise.all([load(zip), load(Buffer.from(zip))])
  t.same(second, first)
  t.equal(await readFile(join(first.directory, 'index.js'), 'utf8'), 'same')
  const other = await load(await zipOf({ 'index.js': 'other' }))
  t.not(other.directory, first.directory)
  t.equal(await readFile(join(other.directory, 'index.js'), 'utf8'), 'other')
  t.equal(await readFile(join(first.directory, 'index.js'), 'utf8'), 'same')
})

t.test('a zip is refused from the first byte over the limit', async t => {
  const notZip = { message: /^Could not unzip uploaded file/ }
  const tooLarge = { code: 'RequestEntityTooLargeException', statusCode: 413 }
  await t.rejects(load(Buffer.alloc(52_428_799)), notZip)
  const message = 'Zipped size must be smaller than 52428800 bytes'
  await t.rejects(load(Buffer.alloc(52_428_800)), { ...tooLarge, message })
  const claiming = async (bytes: number) => {
    const zip = await zipOf({ 'index.js': 'x' })
    // The uncompressed size in the central directory: .ZIP File Format Specification, 4.3.12.
    zip.writeUInt32LE(bytes, zip.indexOf('PK\u0001\u0002') + 24)
    return zip
  }
  await t.rejects(claiming(262_143_999).then(load), notZip, 'the zip contains less than it claims')
  await t.rejects(claiming(262_144_000).then(load), { message: 'Unzipped size must be smaller than 262144000 bytes' })
  await t.rejects(
    loadCode(
      { account: world.aws.account, http: { headers: { 'content-length': '70167211' } }, operationName: 'X' } as never,
      { ZipFile: Buffer.alloc(1) },
    ),
    { ...tooLarge, message: 'Request must be smaller than 70167211 bytes for the X operation' },
  )
  const { directory, zipFile } = await load(await zipOf({ 'index.js': 'accepted' }))
  await load(await readFile(zipFile))
  t.same(
    (await readdir(dirname(directory))).filter(name => !/^[-0-9a-f]{36}(\.zip)?$/.test(name)),
    [],
    'neither a refused zip nor one that is known leaves a file',
  )
  const open = await Promise.all(
    (await readdir('/proc/self/fd')).map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  t.same(
    open.filter(path => path.startsWith(dirname(directory))),
    [],
    'or an open file',
  )
})

t.test('the first invocation makes the log group, if the role allows it', async t => {
  const logs = new CloudWatchLogsClient(world.aws)
  const groups = async () => {
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/logging' }))
    return logGroups!.map(group => group.logGroupName)
  }
  const allow = async (Action: string[]) => {
    const PolicyDocument = JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
    await world.iam.send(new PutRolePolicyCommand({ RoleName: 'function', PolicyName: 'all', PolicyDocument }))
  }
  const write = ['logs:CreateLogStream', 'logs:PutLogEvents']
  const LoggingConfig = (name: string) => ({ LogFormat: 'Text' as const, LogGroup: `/aws/lambda/${name}` })
  const source = `exports.handler = async () => console.log('hello')`
  await allow(write)
  await world.create('logging-not', source, { LoggingConfig: LoggingConfig('logging-not') })
  await world.invoke('logging-not')
  t.same(await groups(), [])
  await allow([...write, 'logs:CreateLogGroup'])
  await world.create('logging', source, { LoggingConfig: LoggingConfig('logging') })
  t.same(await groups(), [], 'the group does not exist before the first invocation')
  await world.invoke('logging')
  t.same(await groups(), ['/aws/lambda/logging'])
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/logging' }))
  t.ok(events!.some(event => event.message!.includes('hello')))
})
