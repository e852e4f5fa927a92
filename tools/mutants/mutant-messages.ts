/** How often a test file has come by each mutant, by its id. */
export type Hits = Readonly<Record<string, number>>

/** What the runner tells a worker besides which file to run. */
export type MutantMessage =
  /** Before a file: this mutant is active, and throws when it is come by more often. */
  | { readonly activate: { readonly id: string; readonly hitLimit: number } }
  /** Before a file: count for it. */
  | { readonly count: string }
  /** After the file: tell the count. */
  | { readonly tellHits: string }

export interface HitsMessage {
  readonly hits: Hits
}
