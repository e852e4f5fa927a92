/** How patient a removal is; only tests are less so. */
export interface Pace {
  /** After how long without news the user is told what is awaited. */
  readonly quietMs: number
  /** Pauses before a failed deletion is tried again: one try more than there are pauses. */
  readonly pausesMs: readonly number[]
  /** How long one try may take, and the wait for network interfaces between two: more than AWS's 45 minutes. */
  readonly limitMs: number
}

export const defaultPace: Pace = { quietMs: 60_000, pausesMs: [15_000, 60_000], limitMs: 75 * 60_000 }
