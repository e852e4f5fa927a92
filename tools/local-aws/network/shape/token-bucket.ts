import type { Limit } from './limit.ts'

export interface TokenBucketSize {
  /** Bytes at the beginning that are never refilled. */
  readonly onceBytes: number
  /** Bytes at the beginning that are refilled, up to this number. */
  readonly capacityBytes: number
  /** The number of bytes that each `refillMs` adds at its end. */
  readonly refillBytes: number
  readonly refillMs: number
}

/**
 * Bytes pass as long as there are tokens for them, one a byte. Refillable tokens are spent last, since nothing is added
 * beyond their capacity. Without tokens a caller waits for the end of as many periods as it needs: it reserves bytes in
 * advance, so that the next caller waits behind it.
 */
export class TokenBucket implements Limit {
  readonly #size: TokenBucketSize
  #once: number
  /** Below zero if bytes are reserved in advance. */
  #tokens: number
  /** The end of the last counted period. */
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
