/** How often each mutant was reached, by its id. */
export type Hits = Readonly<Record<string, number>>

/** The duration of a top-level test, and the mutants that it reached. */
export interface SubtestRun {
  readonly durationMs: number
  readonly hits: Hits
}

/** The mutants that a file reached: in each top-level test, in the order of their beginnings, and outside of tests. */
export interface FileReach {
  readonly subtests: readonly SubtestRun[]
  readonly outside: Hits
}

/** Messages of the runner to a worker, besides the one that names the file to run. */
export type MutantMessage =
  /**
   * Before a file: run only these of its top-level tests, counted from 0, or all, until one fails. If a mutant is named,
   * it is active, and throws when it is reached more often than `hitLimit`.
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
  /** This top-level test begins. */
  | { readonly began: number }
