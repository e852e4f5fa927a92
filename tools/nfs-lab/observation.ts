import type { FileOutcome } from '../testing/file-outcome.ts'

/** - `too slow here`: it took too long because of the machine, so it neither held nor failed. */
export type Verdict = 'held' | 'did not hold' | 'too slow here'

/** A row that a test appends to the record of the lab: its beginning (without `what`), or an observation. */
export interface Row {
  readonly file: string
  readonly test: string
  readonly what?: string
  readonly value?: number | string
  readonly unit?: string
  readonly tooSlow?: boolean
}

export interface Observation {
  readonly file: string
  readonly test: string
  readonly what: string
  readonly value: number | string
  readonly unit: string
  readonly verdict: Verdict
}

/**
 * Returns the observations, each with the outcome of its test. A test without records has a row nevertheless, and so
 * has a file that failed as a whole.
 */
export function observations(rows: readonly Row[], outcomes: readonly FileOutcome[]): Observation[] {
  return outcomes.flatMap(outcome => {
    const ofFile = rows.filter(({ file }) => file === outcome.file)
    const failed = failedTests(outcome, ofFile.at(-1)?.test)
    const tests = new Set([...ofFile.map(({ test }) => test), ...failed])
    return [...tests].flatMap(test => {
      const rowsOfTest = ofFile.filter(row => row.test === test)
      const seen = rowsOfTest.filter(({ what }) => what !== undefined)
      const verdict: Verdict = failed.has(test) ? 'did not hold' : 'held'
      const shown = seen.length > 0 ? seen : [{}]
      return shown.map(({ what = '', value = '', unit = '', tooSlow = false }: Partial<Row>): Observation => ({
        file: outcome.file,
        test,
        what,
        value,
        unit,
        verdict: tooSlow && verdict === 'held' ? 'too slow here' : verdict,
      }))
    })
  })
}

/**
 * The titles of the failed tests. A failure of the file itself, such as the end of its process, has a row of its own,
 * and also counts for the test that had begun last.
 */
function failedTests({ file, failures }: FileOutcome, lastBegun: string | undefined): Set<string> {
  const titles = failures.flatMap(({ name }) => {
    const levels = name.split(' > ')
    if (levels[0] === file && levels[1] !== undefined) return [levels[1]]
    return lastBegun === undefined ? [name] : [lastBegun, name]
  })
  return new Set(titles)
}
