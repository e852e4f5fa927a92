/** How often each mutant was reached, by its id. */
export type Hits = Readonly<Record<string, number>>

/** What a test of a file's first level took and reached. */
export interface SubtestRun {
  readonly durationMs: number
  readonly hits: Hits
}

/** What a file reached: by the order in which it begins its tests, and outside of all of them. */
export interface FileReach {
  readonly subtests: readonly SubtestRun[]
  readonly outside: Hits
}

/** Messages of the runner to a worker, besides the one that names the file to run. */
export type MutantMessage =
  /**
   * Before a file: run only these of its first level's tests, counted from 0, or all, until one fails. If a mutant is
   * named, it is active; it throws when it is reached more often than `hitLimit`.
   */
  | {
      readonly try: {
        readonly mutant?: { readonly id: string; readonly hitLimit: number }
        readonly only?: readonly number[]
      }
    }
  /** Before a file: count the mutants that it reaches. */
  | { readonly count: true }
  /** After the file: send the counts. */
  | { readonly reportReach: true }

/** Messages of a worker to the runner. */
export type MutantWorkerMessage =
  | { readonly reach: FileReach }
  /** This test of the file's first level begins. */
  | { readonly began: number }
