import type { Readable } from 'node:stream'
import { Failure } from '../failure/failure.ts'

// The download broke off. The SDK retries requests, but not a body that it has handed out; starting again may help.
export class BrokenBody extends Failure {}

// The content of an object as it arrives. Errors of the connection, and its silence, leave as BrokenBody.
export class ObjectBody {
  readonly #body: Readable
  readonly #key: string
  readonly #silenceMs: number
  #chunks: AsyncGenerator<Uint8Array> | undefined
  #rest: Uint8Array = new Uint8Array()

  constructor(body: Readable, key: string, silenceMs: number) {
    this.#body = body
    this.#key = key
    this.#silenceMs = silenceMs
    body.on('error', () => undefined) // told to who reads; it may also come when nobody reads any more
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const iterator: AsyncIterator<Uint8Array> = this.#body[Symbol.asyncIterator]()
    for (;;) {
      const { done, value } = await this.#next(iterator)
      if (done) return
      yield value
    }
  }

  // Fills the buffer with what comes next. Fewer bytes than it has room for: the content has ended.
  async read(buffer: Uint8Array): Promise<number> {
    this.#chunks ??= this.chunks()
    let filled = 0
    while (filled < buffer.length) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next()
        if (done) break
        this.#rest = value
      }
      const piece = this.#rest.subarray(0, buffer.length - filled)
      buffer.set(piece, filled)
      filled += piece.length
      this.#rest = this.#rest.subarray(piece.length)
    }
    return filled
  }

  // Reads on to the end, so that the connection serves the next request. Nothing may come any more.
  async end(): Promise<void> {
    if ((await this.read(new Uint8Array(1))) > 0) throw this.broken('sent more than it was asked for')
  }

  broken(what: string, cause?: unknown): BrokenBody {
    return new BrokenBody('S3_UNAVAILABLE', `The download of ${this.#key} ${what}.`, { key: this.#key }, cause)
  }

  close(): void {
    this.#body.destroy()
  }

  // The clock runs only while S3 is waited for, so a slow reader is not taken for a silent S3.
  async #next(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.broken(`sent nothing for ${this.#silenceMs} ms`)), this.#silenceMs)
    })
    try {
      return await Promise.race([iterator.next(), silence])
    } catch (error) {
      if (error instanceof BrokenBody) throw error
      const wrong = error instanceof Error && error.message.startsWith('Checksum mismatch') // the SDK's own check
      throw this.broken(wrong ? 'has not the checksum that S3 tells' : 'broke off', error)
    } finally {
      clearTimeout(timer)
    }
  }
}
