import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t, { type Test } from 'tap'
import { compiledScript } from '../testing/compiled-script.ts'
import { eventually, within } from '../testing/eventually.ts'
import { startLocalAws } from './server.ts'

const fixture = join(import.meta.dirname, 'services/lambda/function-fixture.ts')

/** A function that never answers and starts a process in a session of its own. */
const busy = `
  const { spawn } = require('node:child_process')
  exports.handler = async ({ mark }) => {
    const wait = ['-e', 'setInterval(() => {}, 1000)', mark]
    spawn(process.execPath, wait, { detached: true, stdio: 'ignore' }).unref()
    setInterval(() => {}, 1000)
    await new Promise(() => {})
  }`

/** A temporary folder that no other test uses, outside of this package, whose module type functions would inherit. */
function ownTemporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'left-'))
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  t.teardown(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

async function busyLocalAws(t: Test, mark: string, options: object): Promise<ChildProcess> {
  const script = await compiledScript(
    t.testdir(),
    `import { functionWorld } from ${JSON.stringify(fixture)}
     const world = await functionWorld(${JSON.stringify(options)})
     await world.create('busy', ${JSON.stringify(busy)}, { Timeout: 900 })
     void world.invoke('busy', { mark: ${JSON.stringify(mark)} })
     console.log('busy')`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  await within('the other local AWS is up', once(createInterface(child.stdout!), 'line'))
  return child
}

/** Finds the processes whose command line contains this text, in Linux's /proc. */
function running(mark: string): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark)
      } catch {
        return false
      }
    })
}

for (const isolation of ['auto', 'none'] as const) {
  t.test(`the next start removes the remains of a killed local AWS, isolation ${isolation}`, async t => {
    if (process.platform !== 'linux') return t.pass('processes are found on Linux only')
    const temporary = ownTemporaryFolder(t)
    const efs = join(temporary, 'efs')
    mkdirSync(efs)
    const mark = `left-by-${process.pid}-${isolation}`
    const child = await busyLocalAws(t, mark, { isolation, efsMounts: [efs] })
    await eventually('the function has started its process', () => running(mark).length > 0)
    const found = () => readdirSync(temporary).filter(name => name.startsWith('local-aws-'))
    t.equal(found().length, 1)
    t.equal(readdirSync(efs).length, 1)
    const living = await startLocalAws({ efsMounts: [efs] })
    t.equal(found().length, 2, 'a running local AWS is not touched')
    await living.close()
    child.kill('SIGKILL')
    await within('the local AWS is dead', once(child, 'exit'))

    const sentences: string[] = []
    const aws = await startLocalAws({
      announce: sentence => sentences.push(sentence),
      diagnose: sentence => t.fail(sentence),
    })
    await eventually('none of its processes runs', () => running(mark).length === 0)
    t.same(readdirSync(efs), [])
    t.match(sentences, [
      /^A local AWS that was killed had left .*local-aws-\w{6} and \d+ processes, which was removed\.$/,
    ])
    t.equal(found().length, 1, 'the folder of the new one')
    await aws.close()
    t.same(found(), [])
  })
}

t.test('a folder without a dead socket in it belongs to somebody else', async t => {
  const temporary = ownTemporaryFolder(t)
  for (const name of ['local-aws-aaaaaa', 'local-aws-bbbbbb', 'local-aws-longer']) mkdirSync(join(temporary, name))
  const server = createServer().listen(join(temporary, 'local-aws-bbbbbb', 'alive'))
  await once(server, 'listening')
  const aws = await startLocalAws()
  await aws.close()
  server.close()
  for (const name of ['local-aws-aaaaaa', 'local-aws-longer']) t.ok(existsSync(join(temporary, name)), name)
  t.ok(existsSync(join(temporary, 'local-aws-bbbbbb')))
  rmSync(join(temporary, 'local-aws-bbbbbb'), { recursive: true })
})

t.test('a port that is taken is refused, and the folder of its data is removed', async t => {
  const temporary = ownTemporaryFolder(t)
  const first = await startLocalAws()
  t.teardown(() => first.close())
  const before = readdirSync(temporary)
  await t.rejects(startLocalAws({ port: Number(new URL(first.endpoint).port) }), { code: 'EADDRINUSE' })
  t.same(readdirSync(temporary), before)
})
