import t from 'tap'
import { fingerprint } from './mutant.ts'
import { reportLines } from './report-lines.ts'
import type { MutantOutcome, MutantStatus } from './try-mutants.ts'

function outcome(file: string, status: MutantStatus, original = 'a < b'): MutantOutcome {
  const code = { original, replacement: 'a <= b', lineText: `return ${original}` }
  return {
    id: '1',
    file,
    line: 3,
    mutator: 'EqualityOperator',
    ...code,
    status,
    tests: ['x.test.ts'],
    left: 2,
    durationMs: 1,
  }
}

const explained = outcome('functions/log/a.ts', 'survived', 'c < d')
const outcomes = [
  outcome('tools/local-aws/services/s3/x.ts', 'timed out'),
  outcome('functions/log/a.ts', 'noticed'),
  outcome('functions/log/a.ts', 'survived'),
  explained,
  outcome('tools/local-aws/services/lambda/x.ts', 'not reached'),
]
const lines = reportLines(outcomes, new Map([[fingerprint(explained), 'They are never equal.']]))

t.test('a change that no test notices is shown with its place, its code, and the tests', t => {
  t.same(lines.slice(0, 4), [
    'survived  functions/log/a.ts:3  EqualityOperator',
    '  - a < b',
    '  + a <= b',
    '  Ran: x.test.ts; 2 more reach it, but were not run: see --budget',
  ])
  t.match(lines.slice(5, 9), [/^explained {2}functions\/log\/a.ts:3/, /c < d/, /a <= b/, /They are never equal\./])
  t.end()
})

t.test('the table has a line a folder, by name; explained changes do not lower the score', t => {
  const columns = lines.slice(-4).map(line => line.trim().split(/ {2,}/))
  t.same(columns, [
    ['folder', 'mutants', 'noticed', 'timed out', 'survived', 'not reached', 'explained', 'score'],
    ['functions/log', '3', '1', '0', '1', '0', '1', '50.0 %'],
    ['tools/local-aws/services', '2', '0', '1', '0', '1', '0', '50.0 %'],
    ['all', '5', '1', '1', '1', '1', '1', '50.0 %'],
  ])
  t.end()
})
