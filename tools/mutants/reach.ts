import type { FileOutcome } from '../testing/file-outcome.ts'
import type { FileReach, Hits } from './mutant-messages.ts'
import type { CountedRun } from './mutant-process.ts'

/** A run of a test file without a mutant. */
export interface TestRun extends FileReach {
  readonly file: string
  readonly durationMs: number
}

/** The tests of a file that reach a mutant. */
export interface ReachingTests {
  readonly file: string
  /** The top-level tests, counted from 0. Undefined means all: the mutant is also reached outside of them. */
  readonly only: readonly number[] | undefined
  readonly durationMs: number
  /** The whole file's duration without a mutant. */
  readonly fileMs: number
  readonly hits: number
}

/** Which tests reach which mutant. */
export class Reach {
  /** Files that fail even without a mutant, so that their failures prove nothing. */
  readonly broken: readonly FileOutcome[]
  /** Files that take too long to run for each mutant. Which mutants they reach is unknown. */
  readonly tooLong: readonly string[]
  readonly #byMutant = new Map<string, TestRun[]>()

  constructor(results: readonly CountedRun[]) {
    this.tooLong = results.filter(({ tooLong }) => tooLong).map(({ outcome }) => outcome.file)
    this.broken = results.filter(({ outcome, tooLong }) => !outcome.ok && !tooLong).map(({ outcome }) => outcome)
    for (const { outcome, reach } of results) {
      if (!outcome.ok) continue
      const run = { ...reach, file: outcome.file, durationMs: outcome.durationMs }
      for (const id of new Set(allHits(run).flatMap(hits => Object.keys(hits)))) {
        this.#byMutant.set(id, [...(this.#byMutant.get(id) ?? []), run])
      }
    }
  }

  of(id: string): readonly ReachingTests[] {
    return (this.#byMutant.get(id) ?? []).map(run => reachingTests(run, id))
  }
}

function reachingTests(run: TestRun, id: string): ReachingTests {
  const hits = allHits(run).reduce((sum, of) => sum + (of[id] ?? 0), 0)
  const only = run.subtests.flatMap(({ hits }, at) => (id in hits ? [at] : []))
  const { file, durationMs: fileMs } = run
  if (id in run.outside || only.length === run.subtests.length) {
    return { file, only: undefined, durationMs: fileMs, fileMs, hits }
  }
  const leftOut = run.subtests.filter(({ hits }) => !(id in hits))
  const durationMs = leftOut.reduce((ms, { durationMs }) => ms - durationMs, fileMs)
  return { file, only, durationMs: Math.max(0, durationMs), fileMs, hits }
}

function allHits({ subtests, outside }: TestRun): Hits[] {
  return [outside, ...subtests.map(({ hits }) => hits)]
}
