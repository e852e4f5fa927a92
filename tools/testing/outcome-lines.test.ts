import t from 'tap'
import { count, failureLines, fileLines } from './outcome-lines.ts'

const values = { found: 'a found one', wanted: 'a wanted one', pattern: 'a pattern', doesNotWant: 'an unwanted one' }
const shown = (diagnostics: Readonly<Record<string, unknown>>) =>
  failureLines({ name: 'x.test.ts > adds', diagnostics }).join('\n')

t.test('a failed assertion shows the found and the wanted value, or their difference', t => {
  const whole = shown({ ...values, compare: '===', note: 'more' })
  for (const [name, value] of Object.entries(values)) t.match(whole, `    ${name}: ${value}`)
  t.match(whole, '    note: more')
  t.notMatch(whole, 'compare')
  t.equal(shown({ ...values, diff: '-1\n+2\n', note: 'more' }), '  x.test.ts > adds\n    -1\n    +2\n    note: more\n')
  t.end()
})

t.test('a failure shows its place, its source and its stack, and no empty part', t => {
  t.same(failureLines({ name: 'x.test.ts > adds', diagnostics: {} }), ['  x.test.ts > adds', ''])
  const at = { fileName: 'x.test.ts', lineNumber: 3, columnNumber: 5 }
  const diagnostics = { at, source: '  t.ok(1)\n----^\n', diff: '', stack: 'one\ntwo\n', tapCaught: 'x' }
  t.same(failureLines({ name: 'x.test.ts > adds', diagnostics }), [
    '  x.test.ts > adds',
    '    at x.test.ts:3:5',
    '        t.ok(1)',
    '      ----^',
    '    stack:',
    '      one',
    '      two',
    '',
  ])
  t.same(failureLines({ name: 'n', diagnostics: { at: null, source: null } }), ['  n', ''])
  t.end()
})

t.test('a file that passed has one line; one that failed has its failures and the end of its output', t => {
  const passed = { file: 'x.test.ts', ok: true, assertions: 1, passed: 1, skipped: [], failures: [], durationMs: 1249 }
  t.same(fileLines({ ...passed, output: 'not shown' }), ['ok      x.test.ts  1 assertion, 1.2 s'])
  const failed = { ...passed, ok: false, assertions: 1200, failures: [{ name: 'x.test.ts > adds', diagnostics: {} }] }
  const head = ['not ok  x.test.ts  1,200 assertions, 1 failed, 1.2 s', '  x.test.ts > adds', '']
  t.same(fileLines({ ...failed, output: ' \n' }), head)
  t.same(fileLines({ ...failed, output: `begin${'x'.repeat(3996)}\nend` }), [
    ...head,
    '  Output of the tested code:',
    `    ${'x'.repeat(3996)}`,
    '    end',
  ])
  t.same([count(0, 'file'), count(1, 'file'), count(2, 'file')], ['0 files', '1 file', '2 files'])
  t.end()
})
