import type { Verdict } from './verdict.ts'

/** The last lines of the demo: one a criterion, and the count. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const lines = verdicts.map(({ id, status, claim }) => `  ${status.padEnd(6)}  ${id.padEnd(4)}  ${claim}`)
  return ['Requirements', ...lines, `  ${tally(verdicts)}`].join('\n')
}

/** `46 pass, 0 fail, 1 manual` */
export function tally(verdicts: readonly Verdict[]): string {
  const count = (status: string) => verdicts.filter(verdict => verdict.status === status).length
  return `${count('pass')} pass, ${count('fail')} fail, ${count('manual')} manual`
}
