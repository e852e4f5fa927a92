import type { Readable } from 'node:stream'
import { Failure } from '../failure/failure.ts'

/**
 * The download broke off. The SDK retries requests, but not a body that it has already handed out. Starting again may
 * help.
 */
export class BrokenBody extends Failure {
  /** `what`: the end of a sentence about the download. */
  constructor(key: string, what: string, cause?: unknown) {
    super('S3_UNAVAILABLE', `The download of ${key} ${what}.`, { key }, cause)
  }
}

/** The content of an object as it arrives, for one reader. */
export interface ObjectBody {
  /** Fills the buffer with the next bytes. If they are fewer than it has room for, the content has ended. */
  read(buffer: Uint8Array): Promise<number>
  /** Reads to the end, so that the connection serves the next request. More content is an error. */
  end(): Promise<void>
  broken(what: string, cause?: unknown): BrokenBody
  close(): void
}

interface Reading {
  buffer: Uint8Array
  filled: number
  clock: NodeJS.Timeout
  settle: (outcome: number | BrokenBody) => void
}

/** The content that a stream brings. Errors of the connection, and its silence, become BrokenBody. */
export class StreamedBody implements ObjectBody {
  readonly #body: Readable
  readonly #key: string
  readonly #silenceMs: number
  #reading: Reading | undefined
  // Bytes that have arrived and were not requested yet.
  #rest: Uint8Array = new Uint8Array()
  #end: 'complete' | BrokenBody | undefined

  constructor(body: Readable, key: string, silenceMs: number) {
    this.#body = body
    this.#key = key
    this.#silenceMs = silenceMs
    body.pause()
    body.on('data', (chunk: Uint8Array) => this.#take(chunk))
    body.on('end', () => this.#finish('complete'))
    body.on('error', error => this.#finish(this.#brokenBy(error)))
    body.on('close', () => this.#finish(this.broken('broke off')))
  }

  async read(buffer: Uint8Array): Promise<number> {
    const kept = this.#rest.subarray(0, buffer.length)
    buffer.set(kept)
    this.#rest = this.#rest.subarray(kept.length)
    if (kept.length === buffer.length || this.#end === 'complete') return kept.length
    if (this.#end) throw this.#end
    const outcome = await this.#arrive(buffer, kept.length)
    if (outcome instanceof BrokenBody) throw outcome
    return outcome
  }

  async end(): Promise<void> {
    if ((await this.read(new Uint8Array(1))) > 0) throw this.broken('sent more than it was asked for')
  }

  broken(what: string, cause?: unknown): BrokenBody {
    return new BrokenBody(this.#key, what, cause)
  }

  close(): void {
    this.#body.destroy()
  }

  // A gibibyte has 16,000 chunks, so a chunk has no promise or timer of its own. The timer runs only during a wait for
  // S3, so a slow reader is not mistaken for a silent S3.
  #arrive(buffer: Uint8Array, filled: number): Promise<number | BrokenBody> {
    return new Promise(resolve => {
      const silent = () => this.#finish(this.broken(`sent nothing for ${this.#silenceMs} ms`))
      const clock = setTimeout(silent, this.#silenceMs)
      const settle = (outcome: number | BrokenBody) => {
        clearTimeout(clock)
        this.#reading = undefined
        this.#body.pause()
        resolve(outcome)
      }
      this.#reading = { buffer, filled, clock, settle }
      this.#body.resume()
    })
  }

  #take(chunk: Uint8Array): void {
    const reading = this.#reading! // the stream flows only during a read, and then nothing is left over
    const piece = chunk.subarray(0, reading.buffer.length - reading.filled)
    this.#rest = chunk.subarray(piece.length)
    reading.buffer.set(piece, reading.filled)
    reading.filled += piece.length
    reading.clock.refresh()
    if (reading.filled === reading.buffer.length) reading.settle(reading.filled)
  }

  #finish(end: 'complete' | BrokenBody): void {
    this.#end ??= end
    this.#reading?.settle(this.#end === 'complete' ? this.#reading.filled : this.#end)
  }

  #brokenBy(error: Error): BrokenBody {
    // The message of an SDK client that checks bodies itself.
    const wrong = error.message.startsWith('Checksum mismatch')
    return this.broken(wrong ? 'does not have the checksum that S3 names' : 'broke off', error)
  }
}
