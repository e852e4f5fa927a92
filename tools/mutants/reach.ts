import type { Hits } from './mutant-messages.ts'
import type { CountedRun } from './mutant-process.ts'

/** A run of a test file without a mutant. */
export interface TestRun {
  readonly file: string
  readonly durationMs: number
  readonly hits: Hits
}

/** Which test files reach which mutant. */
export class Reach {
  readonly runs: readonly TestRun[]
  /** Files that fail without a mutant, and so prove nothing. */
  readonly broken: readonly string[]
  /** Files that take too long to run for each mutant. What they reach is not known. */
  readonly tooLong: readonly string[]
  readonly #byMutant = new Map<string, TestRun[]>()

  constructor(results: readonly CountedRun[]) {
    this.tooLong = results.filter(({ tooLong }) => tooLong).map(({ outcome }) => outcome.file)
    this.broken = results.filter(({ outcome, tooLong }) => !outcome.ok && !tooLong).map(({ outcome }) => outcome.file)
    this.runs = results
      .filter(({ outcome }) => outcome.ok)
      .map(({ outcome: { file, durationMs }, hits }) => ({ file, durationMs, hits }))
    for (const run of this.runs) {
      for (const id of Object.keys(run.hits)) this.#byMutant.set(id, [...(this.#byMutant.get(id) ?? []), run])
    }
  }

  of(id: string): readonly TestRun[] {
    return this.#byMutant.get(id) ?? []
  }
}
