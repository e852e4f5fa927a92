import { readSync, writeSync } from 'node:fs'
import { type Frame, frameHead, headBytes, lengthsIn } from '../inference-protocol/frame.ts'

/**
 * The inference process's end of the connection: a blocking socket. The process has nothing else to do, so a large body
 * can be read into its final place, and written from where it lies, without a queue of pieces.
 */
export class Channel<Received, Sent extends object> {
  readonly #fd: number

  constructor(fd: number) {
    this.#fd = fd
  }

  // The next frame; undefined if the other end is gone.
  receive(): Frame<Received> | undefined {
    const head = this.#read(headBytes)
    if (!head) return undefined
    const { messageBytes, bodyBytes } = lengthsIn(head)
    const message = this.#read(messageBytes)
    const body = message && this.#read(bodyBytes)
    return body && { message: JSON.parse(String(message)) as Received, body }
  }

  send(message: Sent, body: Uint8Array = new Uint8Array(0)): void {
    this.#write(frameHead(message, body.length))
    this.#write(body)
  }

  #read(bytes: number): Buffer | undefined {
    const buffer = Buffer.allocUnsafeSlow(bytes)
    for (let at = 0; at < bytes;) {
      const read = readSync(this.#fd, buffer, at, bytes - at, null)
      if (read === 0) return undefined
      at += read
    }
    return buffer
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at)
  }
}
