/** The waiting times of a removal. Only tests shorten them. */
export interface Pace {
  /** After this time without news the user sees what the removal waits for. */
  readonly quietMs: number
  /** The pauses before a failed deletion is tried again. There is one more try than pauses. */
  readonly pausesMs: readonly number[]
  /**
   * The time limit of a removal, all tries and waits together. Then it gives up and lists the leftovers. It is more
   * than twice AWS's 45 minutes, and less than the 110 minutes of the workflows' jobs and the two hours of their
   * credentials.
   */
  readonly limitMs: number
}

export const defaultPace: Pace = { quietMs: 60_000, pausesMs: [15_000, 60_000], limitMs: 100 * 60_000 }
