import { BrokenBody, type ObjectBody } from './object-body.ts'
import type { PlacedResponse } from './placed-response.ts'

/**
 * A part of an object that arrives in memory of the reader. Errors of the connection, and its silence, become
 * BrokenBody.
 */
export class PlacedBody implements ObjectBody {
  readonly #response: PlacedResponse
  readonly #key: string
  readonly #silenceMs: number
  #read = 0

  constructor(response: PlacedResponse, key: string, silenceMs: number) {
    this.#response = response
    this.#key = key
    this.#silenceMs = silenceMs
  }

  /** Waits until the next bytes are in the buffer, which is a piece of the part's own memory. */
  async read(buffer: Uint8Array): Promise<number> {
    const begin = this.#read
    const end = Math.min(begin + buffer.length, this.#response.into.length)
    if (this.#response.placed < end) await this.#arrive(end)
    this.#read = end
    return end - begin
  }

  /** A response that says another length is not placed (part-connection.ts). */
  async end(): Promise<void> {}

  broken(what: string, cause?: unknown): BrokenBody {
    return new BrokenBody(this.#key, what, cause)
  }

  close(): void {
    this.#response.destroy()
  }

  #arrive(end: number): Promise<void> {
    const response = this.#response
    const broken = () => this.broken('broke off', response.errored ?? undefined)
    if (response.destroyed) throw broken()
    return new Promise((resolve, reject) => {
      const settle = (error?: BrokenBody) => {
        clearTimeout(clock)
        response.off('placed', check).off('close', breakOff)
        if (error) reject(error)
        else resolve()
      }
      const check = () => {
        clock.refresh()
        if (response.placed >= end) settle()
      }
      const breakOff = () => settle(broken())
      const clock = setTimeout(() => {
        settle(this.broken(`sent nothing for ${this.#silenceMs} ms`))
        response.destroy()
      }, this.#silenceMs)
      response.on('placed', check).once('close', breakOff)
    })
  }
}
