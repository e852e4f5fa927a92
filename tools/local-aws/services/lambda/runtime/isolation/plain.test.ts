import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionUpdated } from '../../../../../command/function-settled.ts'
import { deploy } from '../../../../../deploy/deploy.ts'
import { useLocalAws } from '../../../../../deploy/deploy-fixture.ts'
import { findDeployedSystem } from '../../../../../exercise/deployed-system.ts'
import { exercise } from '../../../../../exercise/exercise.ts'
import { functionWorld } from '../../function-fixture.ts'

t.setTimeout(600_000)

t.test('without namespaces the real functions answer and log as on Lambda, without paths of the host', async t => {
  // JSON, URLs and patterns each write this name in another way. A link leads to it, as macOS has for /tmp and /var.
  const folder = await mkdtemp(join(tmpdir(), 'local "aws" (é) '))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const dataDir = join(folder, 'link')
  await mkdir(join(folder, 'real'))
  await symlink(join(folder, 'real'), dataDir)
  const aws = await useLocalAws(t, { isolation: 'none', dataDir })
  await deploy({ prefix: 'lambda-efs', outDir: t.testdir() })
  const system = await findDeployedSystem({ prefix: 'lambda-efs' })
  const run = await exercise(system, { largeBytes: 1 << 20, seed: 1 })
  t.match(run.created, { status: 'created', efsPath: /^\/mnt\/efs\/inputs\// })
  t.match(run.predict, { efsPath: `/mnt/efs/outputs/${run.sample.fileId}.result` })

  // A folder below the mount, as verify sets it to test a function whose mount is gone.
  const lambda = new LambdaClient(aws)
  const { functionName: FunctionName } = system.producer
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const Variables = { ...Environment!.Variables, EFS_MOUNT_PATH: '/mnt/efs/.gone' }
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
  await functionUpdated(lambda, FunctionName)
  const failed = await fetch(`${system.apiUrl.replace(/\/$/, '')}/ingest`, { method: 'POST', body: '{"data":"x"}' })
  const failure = await failed.text()
  t.equal(failed.status, 500)
  t.match(failure, /EFS_UNAVAILABLE/)

  const logs = new CloudWatchLogsClient(aws)
  const lines = await Promise.all(
    [system.producer, system.consumer].map(async ({ logGroupName }) => {
      const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }))
      return events!.map(({ message }) => message!)
    }),
  )
  const said = [JSON.stringify(run), failure, ...lines.flat()].join('\n')
  t.match(said, '/mnt/efs/.gone', 'the log names the folder that is gone')
  t.notMatch(said, 'local-aws')
  t.notMatch(said, /local [\\"%]/)
  t.doesNotThrow(() => lines.flat().map(line => JSON.parse(line)), 'every line is still JSON')
})

const arn = 'arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-00000000000000000'

async function mountedWorld() {
  const world = await functionWorld({ isolation: 'none' })
  const { efs, ec2 } = world.aws.account
  efs.fileSystems.set('fs-0', { fileSystemId: 'fs-0' } as never)
  efs.accessPoints.set('fsap-00000000000000000', { fileSystemId: 'fs-0', arn } as never)
  const subnetId = [...ec2.subnets.keys()][0]!
  efs.mountTargets.set('fsmt-0', { fileSystemId: 'fs-0', subnetId, state: 'available' } as never)
  const settings = {
    VpcConfig: world.network,
    FileSystemConfigs: [{ Arn: arn, LocalMountPath: '/mnt/data.1' }],
  }
  return { ...world, settings }
}

t.test('variables have real paths, and the output of the function has Lambda’s paths', async t => {
  const world = await mountedWorld()
  t.teardown(() => world.close())
  const { create, invoke, logLines, lambda, settings, shared, aws } = world
  const Variables = {
    EFS_MOUNT_PATH: '/mnt/data.1/below',
    MODEL: '/mnt/data.1/models/a',
    NEIGHBOUR: '/mnt/data.10',
    CACHE: '/tmp/cache',
    OWN: '/var/task/own',
  }
  await create(
    'probe',
    `const fs = require('fs'), { execFileSync } = require('child_process')
     exports.handler = async ({ what }) => {
       if (what === 'throw') throw new Error('at ' + process.env.MODEL)
       if (what === 'crash') { console.error('bye from', __filename); setImmediate(() => { throw new Error(process.env.MODEL) }); await new Promise(() => {}) }
       if (what === 'big') return Buffer.alloc(7_000_000, process.env.MODEL + '|').toString()
       fs.mkdirSync(process.env.EFS_MOUNT_PATH, { recursive: true })
       fs.writeFileSync(process.env.EFS_MOUNT_PATH + '/note', 'here')
       fs.mkdirSync(process.env.CACHE, { recursive: true })
       fs.mkdtempSync(require('os').tmpdir() + '/of-its-own-')
       const mount = process.env.EFS_MOUNT_PATH
       return { mount, model: process.env.MODEL, neighbour: process.env.NEIGHBOUR, cache: process.env.CACHE, own: process.env.OWN,
         whole: mount + '.', other: mount.replace(/below$/, '').slice(0, -1) + '-2', cwd: process.cwd(), file: __filename, temporary: require('os').tmpdir(),
         proxy: JSON.stringify({ body: JSON.stringify({ mount }) }), json: JSON.stringify({ mount }), shell: execFileSync('pwd').toString() }
     }`,
    { ...settings, Environment: { Variables } },
  )
  const { body } = await invoke('probe', {})
  t.match(body, {
    mount: '/mnt/data.1/below',
    model: '/mnt/data.1/models/a',
    neighbour: '/mnt/data.10',
    cache: '/tmp/cache',
    own: '/var/task/own',
    whole: '/mnt/data.1/below.',
    other: `${shared}-2`,
    cwd: '/var/task',
    file: '/var/task/index.js',
    temporary: '/tmp',
    json: '{"mount":"/mnt/data.1/below"}',
    shell: '/var/task\n',
  })
  t.same(JSON.parse(JSON.parse(body.proxy).body), { mount: '/mnt/data.1/below' })

  const thrown = await invoke('probe', { what: 'throw' })
  t.match(thrown.body, { errorMessage: 'at /mnt/data.1/models/a' })
  t.match(thrown.body.trace[1], /at .*handler \(\/var\/task\/index\.js:/)
  t.match(thrown.body.trace.join('\n'), 'file:///var/runtime/index.mjs:')
  const crashed = await invoke('probe', { what: 'crash' })
  t.match(crashed.body, { errorType: 'Runtime.ExitError', errorMessage: /exit status 1$/ })
  const said = JSON.stringify([thrown, crashed, ...(await logLines())])
  t.match(said, 'bye from /var/task/index.js')
  for (const host of [shared, aws.account.settings.dataDir, import.meta.dirname]) t.notMatch(said, host)

  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: 'probe', Payload: '{"what":"big"}' }),
  )
  t.equal(FunctionError, undefined, 'the size of the answer is that of the answer on Lambda')
  t.match(Buffer.from(Payload!).toString(), /^"(\/mnt\/data\.1\/models\/a\|)+/)
})

t.test(
  'without variables a function finds its files by EFS_MOUNT_PATH, and other paths are not translated',
  async t => {
    const world = await mountedWorld()
    t.teardown(() => world.close())
    const { create, invoke, settings } = world
    const source = `exports.handler = async () => [process.env.EFS_MOUNT_PATH, require('fs').existsSync(process.env.EFS_MOUNT_PATH)]`
    await create('untold', source, settings)
    t.same((await invoke('untold')).body, ['/mnt/data.1', true])
    await create('mistold', source, { ...settings, Environment: { Variables: { EFS_MOUNT_PATH: '/mnt/other' } } })
    t.same((await invoke('mistold')).body, ['/mnt/other', false])
  },
)

t.test('LOCAL_AWS_ISOLATION=none disables namespaces, and an unknown value is refused', async t => {
  const before = process.env.LOCAL_AWS_ISOLATION
  t.teardown(() => {
    if (before === undefined) delete process.env.LOCAL_AWS_ISOLATION
    else process.env.LOCAL_AWS_ISOLATION = before
  })
  process.env.LOCAL_AWS_ISOLATION = 'none'
  const world = await functionWorld()
  t.teardown(() => world.close())
  for (const name of ['one', 'two']) {
    await world.create(name, `exports.handler = async () => process.env.LAMBDA_TASK_ROOT === '/var/task'`)
    t.equal((await world.invoke(name)).body, false, 'the code is not at /var/task')
  }
  t.equal(
    world.sentences.filter(one => one.includes('functions run without namespaces')).length,
    1,
    'the line appears once',
  )
  process.env.LOCAL_AWS_ISOLATION = 'some'
  await t.rejects(functionWorld(), { message: 'LOCAL_AWS_ISOLATION is auto or none, got some' })
})
