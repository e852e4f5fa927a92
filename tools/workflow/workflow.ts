/** The parts of a workflow of .github/workflows that our rules and tests read. */
export interface Workflow {
  readonly on?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  readonly concurrency?: { readonly group?: string; readonly 'cancel-in-progress'?: boolean | string }
  readonly jobs: Readonly<Record<string, Job>>
}

export interface Job {
  readonly if?: string
  readonly needs?: string | readonly string[]
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly env?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
}

export interface Step {
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
