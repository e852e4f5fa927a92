import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionUpdated } from '../../../command/function-settled.ts'
import { eventually, within } from '../../../testing/eventually.ts'
import { functionWorld, zipOf } from './function-fixture.ts'
import { chooseIsolation } from './runtime/isolation/choose-isolation.ts'
import { isolationChoice } from './runtime/isolation/isolation-choice.ts'
import type { LambdaState } from './state.ts'

t.setTimeout(600_000)

const isolation = await chooseIsolation(isolationChoice())
const skip =
  isolation.name === 'none' && 'no mount namespaces here: the machine allows none, or LOCAL_AWS_ISOLATION is none'

const efs = (network: object) => ({
  VpcConfig: network,
  FileSystemConfigs: [
    {
      Arn: 'arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-00000000000000000',
      LocalMountPath: '/mnt/efs',
    },
  ],
})

/** FileSystemConfigs need a real access point; the fixture provides its folder. */
async function worldWithAccessPoint(options = {}) {
  const world = await functionWorld(options)
  const { efs: state, ec2 } = world.aws.account
  const arn = efs({}).FileSystemConfigs[0]!.Arn
  state.fileSystems.set('fs-0', { fileSystemId: 'fs-0' } as never)
  state.accessPoints.set('fsap-00000000000000000', { fileSystemId: 'fs-0', arn } as never)
  const subnetId = [...ec2.subnets.keys()][0]!
  state.mountTargets.set('fsmt-0', { fileSystemId: 'fs-0', subnetId, state: 'available' } as never)
  return world
}

const writer = `const fs = require('fs')
exports.handler = async ({ text }) => { fs.writeFileSync(process.env.EFS_MOUNT_PATH + '/note', text); return fs.statSync(process.env.EFS_MOUNT_PATH + '/note').uid }`
const reader = `const fs = require('fs')
exports.handler = async () => fs.readFileSync(process.env.EFS_MOUNT_PATH + '/note', 'utf8')`
const variables = { Environment: { Variables: { EFS_MOUNT_PATH: '/mnt/efs' } } }

t.test('a call that runs while its function gets new code ends with the old code', { skip }, async t => {
  const world = await worldWithAccessPoint()
  t.teardown(() => world.close())
  const { create, invoke, lambda, network, shared } = world
  const waits = `const fs = require('fs/promises')
exports.handler = async () => {
  await fs.writeFile('/mnt/efs/began', '')
  while (!(await fs.readdir('/mnt/efs')).includes('go')) await new Promise(resolve => setTimeout(resolve, 10))
  return 'old'
}`
  await create('busy', waits, efs(network))
  const running = invoke('busy')
  await eventually('the call has begun', async () => (await readdir(shared)).includes('began'))
  const ZipFile = await zipOf({ 'index.js': `exports.handler = async () => 'new'` })
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'busy', ZipFile }))
  await functionUpdated(lambda, 'busy')
  t.equal((await invoke('busy')).body, 'new', 'the next call does not wait for it')
  await writeFile(join(shared, 'go'), '')
  t.match(await running, { error: undefined, body: 'old' })
})

t.test('two functions share a file in /mnt/efs, which the access point’s user owns', { skip }, async t => {
  const world = await worldWithAccessPoint()
  t.teardown(() => world.close())
  const { create, invoke, network, shared } = world
  await create('writer', writer, { ...efs(network), ...variables })
  await create('reader', reader, { ...efs(network), ...variables })
  t.equal((await invoke('writer', { text: 'from one' })).body, 1000)
  t.equal((await invoke('reader')).body, 'from one')
  t.equal(await readFile(join(shared, 'note'), 'utf8'), 'from one')

  await create(
    'looks',
    `const fs = require('fs'), os = require('os')
     const tryTo = action => { try { action(); return 'done' } catch (error) { return error.code } }
     exports.handler = async () => ({
       uid: process.getuid(), gid: process.getgid(), cwd: process.cwd(), task: fs.readdirSync('/var/task'),
       tmp: fs.readdirSync('/tmp'), writeTmp: tryTo(() => fs.writeFileSync('/tmp/x', 'x')),
       writeTask: tryTo(() => fs.writeFileSync('/var/task/x', 'x')), mnt: fs.readdirSync('/mnt').includes('efs'),
       variables: Object.keys(process.env), root: process.env.LAMBDA_TASK_ROOT })`,
    { ...efs(network), ...variables },
  )
  process.env.SECRET_OF_THE_HOST = 'x'
  t.teardown(() => delete process.env.SECRET_OF_THE_HOST)
  const { body } = await invoke('looks')
  t.match(body, { uid: 1000, gid: 1000, cwd: '/var/task', task: ['index.js'], tmp: [], writeTmp: 'done', mnt: true })
  t.match(body.writeTask, /^(EROFS|EACCES)$/)
  t.equal(body.root, '/var/task')
  t.notOk(body.variables.includes('SECRET_OF_THE_HOST'))
})

t.test('a function sees only those parts of the machine that Lambda gives it', { skip }, async t => {
  const world = await functionWorld()
  t.teardown(() => world.close())
  await world.create(
    'limits',
    `const fs = require('fs'), { execFileSync } = require('child_process')
     const tryTo = action => { try { return action() } catch (error) { return error.code } }
     exports.handler = async () => ({
       files: execFileSync('sh', ['-c', 'ulimit -n; ulimit -Hn']).toString(), node: process.execPath, groups: process.getgroups(),
       kept: ['/opt', '/dev/shm', '/var/tmp'].map(folder => [tryTo(() => fs.readdirSync(folder)), tryTo(() => fs.writeFileSync(folder + '/x', 'x'))]),
       home: tryTo(() => fs.mkdirSync(require('os').homedir() + '/.cache')) })`,
  )
  const { body } = await world.invoke('limits')
  t.match(body, { files: '1024\n1024\n', node: '/var/lang/bin/node', home: 'ENOENT' })
  t.same(
    body.groups.filter((group: number) => ![1000, 65534].includes(group)),
    [],
  )
  for (const folder of body.kept) if (folder[0] !== 'ENOENT') t.same(folder, [[], 'EROFS'])
})

t.test('a function reaches the local AWS and no other address', { skip }, async t => {
  const world = await functionWorld()
  t.teardown(() => world.close())
  const listening = createServer(socket => socket.end()).listen(0, '127.0.0.1')
  t.teardown(() => listening.close())
  await within('the server listens', once(listening, 'listening'))
  await world.create(
    'reaches',
    `const { connect } = require('net'), { networkInterfaces } = require('os')
     const reach = (port, host) => new Promise(resolve => connect(port, host, () => resolve('reached')).on('error', error => resolve(error.code)))
     exports.handler = async ({ port }) => ({
       aws: await fetch(process.env.AWS_ENDPOINT_URL).then(answer => answer.headers.has('x-amzn-requestid') || answer.status),
       server: await reach(port, '127.0.0.1'), outside: await reach(80, '192.0.2.1'), interfaces: Object.keys(networkInterfaces()) })`,
  )
  const { body } = await world.invoke('reaches', { port: (listening.address() as AddressInfo).port })
  if (world.sentences.some(sentence => sentence.includes('use the network of this machine')))
    return t.pass('no network of their own')
  t.match(body, { server: 'ECONNREFUSED', outside: 'ENETUNREACH', interfaces: ['lo'] })
  t.ok(body.aws)
})

t.test('a function can set the variables that are not reserved, and a wrapper that starts its runtime', async t => {
  const world = await functionWorld()
  t.teardown(() => world.close())
  const Variables = {
    TZ: 'Asia/Tokyo',
    LANG: 'C',
    PATH: '/usr/bin:/bin',
    HOME: '/tmp',
    AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper',
  }
  const files = {
    'index.js': `exports.handler = async () => ({ ...process.env, hours: new Date(0).getHours() })`,
    wrapper: '#!/bin/sh\nWRAPPED="$2" exec "$@"\n',
  }
  const Code = { ZipFile: await zipOf(files) }
  await world.create('own', '', { Code, Environment: { Variables } })
  const { body } = await world.invoke('own')
  t.match(body, { TZ: 'Asia/Tokyo', LANG: 'C', PATH: '/usr/bin:/bin', hours: 9, WRAPPED: /index\.mjs$/ })
  await world.create('none', '', { Code })
  const { body: plainly } = await world.invoke('none')
  t.match(plainly, {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: /\/opt\/bin$/,
    NODE_PATH: /^\/opt\/nodejs\/node24\/node_modules:/,
  })
  t.match(plainly, { LD_LIBRARY_PATH: /\/var\/task\/lib:/, AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR', hours: 0 })
  t.notOk('_LAMBDA_TELEMETRY_LOG_FD' in plainly)
})

t.test('the local AWS may keep its folders below /var, of which each environment has its own', { skip }, async t => {
  const dataDir = await mkdtemp('/var/tmp/local \\aws-')
  const world = await functionWorld({ dataDir })
  t.teardown(() => world.close().then(() => rm(dataDir, { recursive: true, force: true })))
  await world.create('there', `exports.handler = async () => require('fs').readdirSync('/var')`)
  const { body } = await world.invoke('there')
  t.same(body, ['lang', 'runtime', 'task', 'tmp'], 'a function sees Lambda’s folders, and none of the host')
})

t.test('without namespaces EFS_MOUNT_PATH leads to the shared folder, and one line reports it', async t => {
  const world = await worldWithAccessPoint({ isolation: 'none' })
  t.teardown(() => world.close())
  const { create, invoke, network, shared, sentences } = world
  await create('writer', writer, { ...efs(network), ...variables })
  await create('reader', reader, { ...efs(network), ...variables })
  await invoke('writer', { text: 'plainly' })
  t.equal((await invoke('reader')).body, 'plainly')
  t.equal(await readFile(join(shared, 'note'), 'utf8'), 'plainly')
  t.equal(sentences.filter(sentence => sentence.includes('without namespaces')).length, 1)
})

t.test('when the local AWS ends, it ends all environments', async t => {
  const world = await functionWorld()
  await world.create('pid', 'exports.handler = async () => process.pid')
  const { body: pid } = await world.invoke('pid')
  t.doesNotThrow(() => process.kill(pid, 0))
  await world.close()
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
})

t.test('an environment that is being created when the local AWS ends leaves no folder', async t => {
  for (const moment of ['asked for', 'begun'] as const) {
    const world = await functionWorld()
    await world.create('late', 'exports.handler = async () => new Promise(() => setInterval(() => {}, 1000))')
    const { account } = world.aws
    const runs = runsOf(account.lambda)
    const environments = join(account.folder('lambda'), 'environments')
    const calls = Array.from({ length: 3 }, () => world.invoke('late').catch(() => 'ended'))
    await eventually(`three environments are ${moment}`, () =>
      moment === 'asked for' ? runs.length === 3 : existsSync(environments) && readdirSync(environments).length > 0,
    )
    await world.close()
    // A start that was not stopped would make its folder before its run ends, or would not end.
    await within('the calls and their runs end', Promise.all([...calls, ...runs]))
    t.notOk(existsSync(account.settings.dataDir), moment)
  }
})

/** The runs that the functions' calls have started. A caller with a closed connection does not see their end. */
function runsOf(lambda: LambdaState): readonly Promise<unknown>[] {
  const runs: Promise<unknown>[] = []
  const invoke = lambda.invoke.bind(lambda)
  lambda.invoke = request => {
    const run = invoke(request)
    runs.push(run.catch(() => 'ended'))
    return run
  }
  return runs
}
