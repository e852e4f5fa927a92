/** Something that lets bytes through at a pace of its own. */
export interface Limit {
  /**
   * Takes the next bytes in the order of the calls.
   *
   * @param bytes more than none
   * @param nowMs milliseconds of a monotonic clock, never earlier than at the last call
   * @returns when the last of them is through, by that clock; not before `nowMs`, but for the slack of a `Line`
   */
  reserve(bytes: number, nowMs: number): number
}

/** What a limit waits on; replaced in tests. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number
  sleep(milliseconds: number): Promise<unknown>
}
