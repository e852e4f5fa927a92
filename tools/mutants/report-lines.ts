import { brief, fingerprint } from './mutant.ts'
import { isUnnoticed, type Tally, tallies, tally } from './tally.ts'
import type { MutantOutcome } from './try-mutants.ts'

/** The unnoticed mutants one by one, then the table. */
export function reportLines(outcomes: readonly MutantOutcome[], reasons: ReadonlyMap<string, string>): string[] {
  const unnoticed = outcomes.filter(isUnnoticed)
  return [
    ...unnoticed.flatMap(outcome => [...mutantLines(outcome, reasons.get(fingerprint(outcome))), '']),
    ...tableLines([...tallies(outcomes, reasons), tally('all', outcomes, reasons)]),
  ]
}

function mutantLines(outcome: MutantOutcome, reason: string | undefined): string[] {
  const { file, line, mutator, original, replacement, status } = outcome
  return [
    `${reason === undefined ? status : 'explained'}  ${file}:${line}  ${mutator}`,
    `  - ${brief(original)}`,
    `  + ${brief(replacement)}`,
    `  ${reason ?? testsRun(outcome)}`,
  ]
}

function testsRun({ tests, left }: MutantOutcome): string {
  const ran = tests.length === 0 ? 'No test ran' : `Ran: ${tests.join(' ')}`
  return left === 0 ? ran : `${ran}; ${left} more reach it, but were not run: see --budget`
}

const columns = ['mutants', 'noticed', 'timed out', 'survived', 'not reached', 'explained', 'score'] as const

function tableLines(rows: readonly Tally[]): string[] {
  const width = Math.max(...rows.map(({ folder }) => folder.length))
  return [
    `${'folder'.padEnd(width)}  ${columns.join('  ')}`,
    ...rows.map(row => `${row.folder.padEnd(width)}  ${cells(row).join('  ')}`),
  ]
}

function cells(row: Tally): string[] {
  const { mutants, noticed, timedOut, survived, notReached, explained, score } = row
  const texts = [mutants, noticed, timedOut, survived, notReached, explained].map(String)
  return [...texts, score === undefined ? '' : `${score.toFixed(1)} %`].map((text, column) =>
    text.padStart(columns[column]!.length),
  )
}
