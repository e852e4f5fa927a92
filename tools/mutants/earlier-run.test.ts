import { join } from 'node:path'
import t from 'tap'
import { EarlierRun, readEarlierRun } from './earlier-run.ts'
import type { Mutant } from './mutant.ts'
import { ReportFile } from './report-file.ts'
import type { MutantOutcome, MutantStatus } from './try-mutants.ts'

const mutant = (id: string, line: number, replacement: string): Mutant => ({
  id,
  file: 'functions/x.ts',
  line,
  mutator: 'EqualityOperator',
  original: 'a < b',
  replacement,
  lineText: 'return a < b',
})
const outcome = (mutant: Mutant, status: MutantStatus): MutantOutcome => ({
  ...mutant,
  status,
  tests: ['functions/x.test.ts'],
  left: 0,
  durationMs: 10,
})
const facts = { complete: false, seed: 's', budgetSeconds: 8, seconds: 1 }

t.test('noticed mutants of a report are taken over, at their new lines, and others are not', async t => {
  const file = join(t.testdir(), 'report.json')
  const outcomes = [
    outcome(mutant('1', 5, 'a <= b'), 'noticed'),
    outcome(mutant('2', 5, 'a > b'), 'timed out'),
    outcome(mutant('3', 5, 'true'), 'survived'),
    outcome(mutant('4', 5, 'false'), 'not reached'),
  ]
  await new ReportFile(file, new Map()).save({ ...facts, cpuSeconds: 40, earlierCpuSeconds: 2, outcomes })
  const earlier = await readEarlierRun(file)
  t.equal(earlier.cpuSeconds, 42)
  t.match(earlier.take(mutant('7', 9, 'a <= b')), {
    id: '7',
    line: 9,
    status: 'noticed',
    tests: ['functions/x.test.ts'],
  })
  t.match(earlier.take(mutant('8', 9, 'a > b')), { id: '8', status: 'timed out' })
  for (const replacement of ['true', 'false', 'a == b']) t.equal(earlier.take(mutant('9', 9, replacement)), undefined)
})

t.test('a mutant that a file has twice is taken over as often as it was noticed', async t => {
  const earlier = new EarlierRun({ ...facts, outcomes: [outcome(mutant('1', 5, 'a <= b'), 'noticed')] })
  t.ok(earlier.take(mutant('1', 5, 'a <= b')))
  t.equal(earlier.take(mutant('2', 8, 'a <= b')), undefined)
})

t.test('a file that is no report is refused by name', async t => {
  const folder = t.testdir({ 'other.json': '{}', 'text.json': 'no' })
  for (const name of ['other.json', 'text.json', 'missing.json'])
    await t.rejects(readEarlierRun(join(folder, name)), { code: 'NO_REPORT', message: new RegExp(name) })
})
