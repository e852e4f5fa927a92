/** How often a test file has reached each mutant, by its id. */
export type Hits = Readonly<Record<string, number>>

/** Messages of the runner to a worker, besides the one that names the file to run. */
export type MutantMessage =
  /** Before a file: make this mutant active. It throws when it is reached more often than `hitLimit`. */
  | { readonly activate: { readonly id: string; readonly hitLimit: number } }
  /** Before a file: count the mutants that it reaches. */
  | { readonly count: string }
  /** After the file: send the counts. */
  | { readonly reportHits: string }

export interface HitsMessage {
  readonly hits: Hits
}
