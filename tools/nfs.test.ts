import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

const clients = 'tools/nfs-lab/clients.nfs.test.ts'

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, command = 'nfs') {
  const child = spawn(process.execPath, commandLine(command, ...args), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return ended(child)
}

t.test('nfs --help lists its requirements and options', async t => {
  const { code, stdout } = await run(['--help'])
  t.equal(code, 0)
  t.match(stdout, /Usage: npm run nfs -- .*\[paths\.\.\.\][\s\S]*Needs\s+root/)
  for (const option of ['--name', '--backend', '--suite-only', '--disk', '--timeout', '--json']) t.match(stdout, option)
})

t.test('nfs runs the tests for NFS in the named folders, and no others', async t => {
  t.ok((await run(['--list'])).stdout.split('\n').includes(clients))
  t.match((await run(['--list', 'tools/nfs-lab'])).stdout, /^(tools\/nfs-lab\/.*\.nfs\.test\.ts\n)+$/)
  t.match(await run(['tools/command']), { code: 2, stderr: 'There is no test in tools/command. (MISUSED)' })
  t.match(await run(['tools/nfs.test.ts']), {
    code: 2,
    stderr: /is no test for NFS .*\n.*npm test -- tools\/nfs\.test\.ts/,
  })
})

t.test('npm test skips tests for NFS, and says how to run a named one', async t => {
  t.notMatch((await run(['--list', '--all'], {}, 'test')).stdout, '.nfs.test.ts')
  t.match(await run([clients], {}, 'test'), { code: 2, stderr: `Next step: npm run nfs -- ${clients}\n` })
})

t.test('nfs ends with 2 before it starts anything if it cannot run', async t => {
  // The lab mounts on /run: with temporary files there, no machine can run it, whatever it has or lacks.
  const { code, stdout, stderr } = await run([clients], { TMPDIR: '/run' })
  t.match({ code, stdout }, { code: 2, stdout: '' })
  t.match(stderr, /^Error: .*\(CANNOT_RUN_HERE\)\nNext step: /m)
  t.match(await run(['--backend', 'none']), { code: 2, stderr: /Allowed choices are kernel, uml/ })
  t.match(await run(['--timeout', '0']), { code: 2, stderr: /a whole number, 1 or more/ })
})
