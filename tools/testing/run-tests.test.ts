import t from 'tap'
import { failureLines } from './outcome-lines.ts'
import { runProject, testSource } from './run-project-fixture.ts'

t.test('the outcome of a test file does not depend on the files before it in its process', async t => {
  const start = performance.now()
  const outcomes = await runProject(t, {
    'many.test.ts': testSource('counts', `for (let i = 0; i < 20_000; i += 1) t.equal(i, i)`),
    'assertion.test.ts': testSource('a sum', `await t.test('of two', async t => t.same({ sum: 3 }, { sum: 4 }))`),
    'throws.test.ts': `import t from 'tap'\nt.equal(1, 1)\nthrow new Error('at the top')\n`,
    'time-out.test.ts': `import t from 'tap'\nt.setTimeout(50)\nt.test('waits', () => new Promise(() => {}))\n`,
    'late.test.ts': testSource('waits', `setTimeout(() => { throw new Error('late') }); await new Promise(() => {})`),
    'rejects.test.ts': testSource('waits', `void Promise.reject(new Error('unheard')); await new Promise(() => {})`),
    'outer.test.ts': testSource(
      'continues',
      `await t.test('within', async () => {}); setTimeout(() => { throw new Error('after') }); await new Promise(() => {})`,
    ),
    // A promise has an async id of its own only if a hook follows promises.
    'unfollowed.test.ts':
      `import { executionAsyncId } from 'node:async_hooks'\n` +
      testSource('waits', `await null; const id = executionAsyncId(); await null; t.equal(executionAsyncId(), id)`),
    'leaves.test.ts': testSource(
      'changes the process',
      `process.env.LEFT = 'here'; process.env.HOME = '/left'; delete process.env.PATH
      process.chdir('/'); process.exitCode = 7; t.pass()`,
    ),
    'left.test.ts': testSource(
      'sees the process as it was',
      `t.equal(process.env.LEFT, undefined); t.not(process.env.HOME, '/left'); t.ok(process.env.PATH)
      t.not(process.cwd(), '/'); t.equal(process.exitCode ?? 0, 0)`,
    ),
    'empty.test.ts': `import 'tap'\n`,
    // These skipped tests are data: the runner reports them with and without a reason.
    'skips.test.ts': `import t from 'tap'\nt.test('later', { skip: 'not here' }, async () => {})\nt.skip('never')\n`,
    'prints.test.ts':
      `console.log('\\nnot ok 1 - no\\n1..7\\nBail out!\\n\\n# End of prints.test.ts\\n')\n` +
      testSource('prints', `console.log('not ok 2 - no'); t.equal(1, 1)`),
  })

  t.same(Object.keys(outcomes), Object.keys(outcomes).toSorted(), 'in the order of their names, not of their runs')
  t.match(outcomes['many.test.ts'], { ok: true, assertions: 20_000, passed: 20_000 }, 'every assertion is counted')
  for (const { file, durationMs } of Object.values(outcomes))
    t.ok(durationMs > 0 && durationMs < performance.now() - start, `${file} took ${durationMs} ms of this test`)

  const { failures } = outcomes['assertion.test.ts']!
  t.match(outcomes['assertion.test.ts'], { ok: false, assertions: 1, passed: 0 })
  t.equal(failures.length, 1)
  t.match(failures[0]!.name, /^assertion\.test\.ts > a sum > of two > /, 'the titles from the outside in')
  const lines = failureLines(failures[0]!).join('\n')
  t.match(lines, /at \S*assertion\.test\.ts:3:\d+\n/, 'the place in the TypeScript source')
  t.match(lines, /-\s+"sum": 4,?\n\s*\+\s+"sum": 3/, 'the difference')

  const throwing = { ok: false, assertions: 2, passed: 1 }
  t.match(outcomes['throws.test.ts'], { ...throwing, failures: [{ name: 'throws.test.ts > at the top' }] })
  t.match(outcomes['time-out.test.ts'], { ok: false, failures: [{ name: 'time-out.test.ts > waits > timeout!' }] })
  t.match(outcomes['late.test.ts'], { ok: false, failures: [{ name: 'late.test.ts > waits > late' }] })
  t.match(outcomes['rejects.test.ts'], { ok: false, failures: [{ name: 'rejects.test.ts > waits > unheard' }] })

  t.match(outcomes['outer.test.ts'], { ok: false, failures: [{ name: 'outer.test.ts > continues > after' }] })
  t.match(outcomes['unfollowed.test.ts'], { ok: true, passed: 1 }, 'nothing follows each promise')

  t.match(outcomes['leaves.test.ts'], { ok: true, passed: 1 })
  t.match(outcomes['left.test.ts'], { ok: true, passed: 5 }, 'environment, folder and exit code are put back')

  t.match(outcomes['empty.test.ts'], { assertions: 0 }, 'the command reports this as a failure')
  t.same(outcomes['skips.test.ts']!.skipped, [
    { name: 'skips.test.ts > later', reason: 'not here' },
    { name: 'skips.test.ts > never', reason: 'no reason given' },
  ])
  const printed = /^\nnot ok 1 - no\n1\.\.7\nBail out!\n\n# End of prints.test.ts\n\nnot ok 2 - no\n$/
  t.match(outcomes['prints.test.ts'], { ok: true, assertions: 1, passed: 1, output: printed }, 'output is no TAP')
})

t.test('with a name only the tests of that title run, whatever TAP_GREP is in the environment', async t => {
  const around = process.env.TAP_GREP
  t.teardown(() => void (around === undefined ? delete process.env.TAP_GREP : (process.env.TAP_GREP = around)))
  process.env.TAP_GREP = 'nothing at all'
  const two = testSource('it adds', `t.equal(1, 1)`) + `t.test('it subtracts', async t => t.equal(1, 2))\n`
  const outcomes = await runProject(t, { 'both.test.ts': two, 'none.test.ts': testSource('x', '') }, { name: '^it a' })
  t.match(outcomes['both.test.ts'], { ok: true, assertions: 1, passed: 1, skipped: [] })
  t.match(outcomes['none.test.ts'], { ok: true, assertions: 0 })
})

t.test('a test file that does not compile is an error that names file and line', async t => {
  const good = testSource('x', 't.pass()')
  const run = runProject(t, { 'good.test.ts': good, 'broken.test.ts': `const x = 1\nconst = 2\n` })
  await t.rejects(run, { message: /broken\.test\.ts:2:6/ })
})
