/** The outcome of a test file. */
export interface FileOutcome {
  readonly file: string
  readonly ok: boolean
  readonly assertions: number
  readonly passed: number
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  readonly failures: readonly Failure[]
  readonly durationMs: number
  /** The standard output and standard error of the tested code. */
  readonly output: string
}

export interface Failure {
  /** The titles from the outermost test to the assertion. */
  readonly name: string
  /** tap's diagnostics: `at`, `source`, `diff`, `stack` … */
  readonly diagnostics: Readonly<Record<string, unknown>>
}
