import { isClaim, type Verdict } from './verdict.ts'

/** The last lines of the demo: one for each criterion, and their count; then those of the claims. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const table = (title: string, rows: readonly Verdict[]) => {
    if (rows.length === 0) return []
    const lines = rows.map(({ id, status, claim }) => `  ${status.padEnd(6)}  ${id.padEnd(4)}  ${claim}`)
    return [[title, ...lines, `  ${tally(rows)}`].join('\n')]
  }
  const criteria = verdicts.filter(verdict => !isClaim(verdict))
  return [...table('Requirements', criteria), ...table('Claims', verdicts.filter(isClaim))].join('\n\n')
}

/** The verdicts for one screen: the count, and those that did not pass. */
export function verdictsInBrief(verdicts: readonly Verdict[]): string {
  const others = verdicts.filter(({ status }) => status !== 'pass')
  const lines = others.map(({ id, status, claim }) => `  ${status.padEnd(6)}  ${id.padEnd(4)}  ${claim}`)
  return [`Requirements      ${tally(verdicts)}`, ...lines].join('\n')
}

/** `46 pass, 0 fail, 1 manual` */
export function tally(verdicts: readonly Verdict[]): string {
  const count = (status: string) => verdicts.filter(verdict => verdict.status === status).length
  return `${count('pass')} pass, ${count('fail')} fail, ${count('manual')} manual`
}
