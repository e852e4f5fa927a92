import type { Limit } from './limit.ts'

/** A line of constant speed, which passes one byte after the other. */
export class Line implements Limit {
  readonly #bytesPerMs: number
  readonly #slackMs: number
  #freeAtMs: number | undefined

  /**
   * @param slackMs how far behind the clock the line may begin. Timers fire some milliseconds late, and a sender may
   * catch up for that time; a longer pause is lost.
   */
  constructor(bytesPerSecond: number, slackMs = 0) {
    this.#bytesPerMs = bytesPerSecond / 1000
    this.#slackMs = slackMs
  }

  reserve(bytes: number, nowMs: number): number {
    this.#freeAtMs = Math.max(this.#freeAtMs ?? nowMs, nowMs - this.#slackMs) + bytes / this.#bytesPerMs
    return this.#freeAtMs
  }
}
