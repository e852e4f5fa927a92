import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { ended } from './ended.ts'
import { within } from './eventually.ts'

const node = (script: string) => spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] })

t.test('ended returns the exit code and the whole output of a process', async t => {
  const script = `console.log('é'.repeat(100000)); console.error('oh'); process.exitCode = 3`
  t.same(await ended(node(script)), { code: 3, signal: null, stdout: `${'é'.repeat(100_000)}\n`, stderr: 'oh\n' })
  t.match(await ended(node(`process.kill(process.pid, 'SIGKILL')`)), { code: null, signal: 'SIGKILL' })
})

t.test('a process that does not end is killed, and the error has its command line', async t => {
  const child = node(`setInterval(() => {}, 1000)`)
  const exit = once(child, 'exit')
  await t.rejects(ended(child, { deadlineMs: 50 }), { message: /^Waited 0.05 s in vain: the end of .*setInterval/ })
  t.same(await within('it is killed', exit), [null, 'SIGKILL'])
})

t.test('a missing program is an error', async t => {
  await t.rejects(ended(spawn('./no-such-program')), { code: 'ENOENT' })
})
