import { Readable } from 'node:stream'

/**
 * The body of an answer whose bytes a connection puts into memory of the caller (part-connection.ts). It is a stream for
 * the SDK only: nothing can be read from it. It emits `placed` when bytes have arrived.
 */
export class PlacedResponse extends Readable {
  readonly into: Uint8Array
  readonly #breakOff: () => void
  #placed = 0

  /** `breakOff`: called, at once, when the response is destroyed before all bytes have arrived. */
  constructor(into: Uint8Array, breakOff: () => void) {
    super({ read() {} })
    this.into = into
    this.#breakOff = breakOff
    // It may fail before it has a reader, who checks `errored`.
    this.on('error', () => undefined)
  }

  /** The number of bytes that have arrived, from the beginning of the memory. */
  get placed(): number {
    return this.#placed
  }

  get complete(): boolean {
    return this.#placed === this.into.length
  }

  place(bytes: number): void {
    this.#placed += bytes
    this.emit('placed')
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.complete) return done(error)
    this.#breakOff()
    // TLS still writes into the memory what it has decrypted, in this turn of the event loop.
    setImmediate(done, error)
  }
}
