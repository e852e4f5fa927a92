import t from 'tap'
import { runProject, testSource } from './run-project-fixture.ts'

const good = testSource('is well', `t.equal(1, 1)`)

t.test('a file that ends its process fails, and the files after it run in another one', async t => {
  const outcomes = await runProject(t, {
    'exits.test.ts': testSource('exits', `t.equal(1, 1); process.exit(0)`),
    'after-exit.test.ts': good,
    'killed.test.ts':
      `import { spawn } from 'node:child_process'\n` +
      testSource(
        'is killed, and leaves a process that holds its output open',
        `spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
        process.kill(process.pid, 'SIGKILL')\nawait new Promise(() => {})`,
      ),
    'after-kill.test.ts': good,
  })
  t.match(outcomes['exits.test.ts'], { ok: false, failures: [{ name: /ended with code 0$/ }] })
  t.match(outcomes['killed.test.ts'], { ok: false, failures: [{ name: /ended by SIGKILL, after after-exit/ }] })
  for (const file of ['after-exit.test.ts', 'after-kill.test.ts']) t.match(outcomes[file], { ok: true, passed: 1 })
})

t.test('if something that an earlier file left ends the process, the failure names that file', async t => {
  const outcomes = await runProject(t, {
    'leaves.test.ts': testSource('leaves a timer', `t.pass(); process.once('message', () => process.exit(5))`),
    'hit.test.ts': testSource('waits', 'await new Promise(() => {})'),
    'after.test.ts': good,
  })
  t.match(outcomes['hit.test.ts'], {
    ok: false,
    failures: [{ name: /code 5, after leaves\.test\.ts had run in it$/ }],
  })
  t.match([outcomes['leaves.test.ts'], outcomes['after.test.ts']], [{ ok: true }, { ok: true }])
})

t.test('an uncaught error after the end of its file ends the process and is reported', async t => {
  const outcomes = await runProject(t, {
    'leaves.test.ts': testSource(
      'fails when the next file comes',
      `t.pass(); process.prependOnceListener('message', () => { throw new Error('too late') })`,
    ),
    'hit.test.ts': testSource('waits', 'await new Promise(() => {})'),
    'after.test.ts': good,
  })
  t.match(outcomes['hit.test.ts'], { ok: false, output: /too late/, failures: [{ name: /code 1, after leaves/ }] })
  t.match(outcomes['after.test.ts'], { ok: true, passed: 1 })
})

t.test('a file that never returns to the event loop is ended, and the others run', async t => {
  // Asleep, so that it needs no processor. A busy machine may need seconds for the start of a process.
  const blocks = testSource('blocks', `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`)
  const outcomes = await runProject(t, { 'blocks.test.ts': blocks, 'after.test.ts': good }, { silenceMs: 8_000 })
  const name = 'its process gave no sign of life for 8 s'
  t.match(outcomes['blocks.test.ts'], { ok: false, failures: [{ name }] })
  t.match(outcomes['after.test.ts'], { ok: true, passed: 1 })
})
