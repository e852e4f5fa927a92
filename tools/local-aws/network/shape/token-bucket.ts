import type { Limit } from './limit.ts'

export interface TokenBucketSize {
  /** Bytes that are there at the beginning and never come back. */
  readonly onceBytes: number
  /** Bytes that are there at the beginning, and come back: never are there more of them. */
  readonly capacityBytes: number
  /** What comes back at the end of each `refillMs`. */
  readonly refillBytes: number
  readonly refillMs: number
}

/**
 * Bytes pass as long as there are tokens for them, one a byte. Those that come back are spent last, since beyond their
 * capacity none comes. Whoever finds none waits for the end of a period, or of as many as it takes: bytes are taken in
 * advance, so that the next caller waits behind them.
 */
export class TokenBucket implements Limit {
  readonly #size: TokenBucketSize
  #once: number
  /** Below zero: taken in advance. */
  #tokens: number
  /** The end of the last period that has been counted. */
  #refilledAtMs: number

  constructor(size: TokenBucketSize, nowMs: number) {
    this.#size = size
    this.#once = size.onceBytes
    this.#tokens = size.capacityBytes
    this.#refilledAtMs = nowMs
  }

  reserve(bytes: number, nowMs: number): number {
    this.#refill(nowMs)
    const once = Math.min(this.#once, bytes)
    this.#once -= once
    this.#tokens -= bytes - once
    if (this.#tokens >= 0) return nowMs
    const { refillBytes, refillMs } = this.#size
    return this.#refilledAtMs + Math.ceil(-this.#tokens / refillBytes) * refillMs
  }

  #refill(nowMs: number): void {
    const { capacityBytes, refillBytes, refillMs } = this.#size
    const periods = Math.floor((nowMs - this.#refilledAtMs) / refillMs)
    this.#refilledAtMs += periods * refillMs
    this.#tokens = Math.min(capacityBytes, this.#tokens + periods * refillBytes)
  }
}
