/** How patient a removal is; only tests are less so. */
export interface Pace {
  /** After how long without news the user is told what is awaited. */
  readonly quietMs: number
  /** Pauses before a failed deletion is tried again: one try more than there are pauses. */
  readonly pausesMs: readonly number[]
  /**
   * How long a removal may take, all tries and waits together, before it gives up and lists what is left: more than twice
   * AWS's 45 minutes, less than the 110 minutes of the workflows' jobs and the two hours of their credentials.
   */
  readonly limitMs: number
}

export const defaultPace: Pace = { quietMs: 60_000, pausesMs: [15_000, 60_000], limitMs: 100 * 60_000 }
