/** A limit on the rate of bytes. */
export interface Limit {
  /**
   * Reserves the next bytes in the order of the calls.
   *
   * @param bytes at least one
   * @param nowMs milliseconds of a monotonic clock, never earlier than in the last call
   * @returns the time at which the last byte has passed, by that clock; not before `nowMs`, except for the slack of a
   * `Line`
   */
  reserve(bytes: number, nowMs: number): number
}

/** The clock of a limit; replaced in tests. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number
  sleep(milliseconds: number): Promise<unknown>
}
