/**
 * A frame between the Consumer and its inference process: a message, and bytes that belong to it, which need no copy
 * into another encoding. On the wire: the lengths of both (unsigned, 32 bits, little endian), the message as JSON, the
 * bytes.
 */
export interface Frame<Message> {
  message: Message
  body: Buffer
}

export const headBytes = 8

/** The part of a frame before its body. */
export function frameHead(message: object, bodyBytes: number): Buffer {
  const json = Buffer.from(JSON.stringify(message))
  const head = Buffer.allocUnsafe(headBytes)
  head.writeUInt32LE(json.length, 0)
  head.writeUInt32LE(bodyBytes, 4)
  return Buffer.concat([head, json])
}

export function lengthsIn(head: Buffer): { messageBytes: number; bodyBytes: number } {
  return { messageBytes: head.readUInt32LE(0), bodyBytes: head.readUInt32LE(4) }
}

/** Assembles frames from the pieces in which a stream delivers them. */
export class FrameReader<Message> {
  #pieces: Buffer[] = []
  #bytes = 0

  // Returns the frames that this piece completes.
  read(piece: Buffer): Frame<Message>[] {
    this.#pieces.push(piece)
    this.#bytes += piece.length
    const frames: Frame<Message>[] = []
    for (let bytes = this.#frameBytes(); this.#bytes >= bytes; bytes = this.#frameBytes()) {
      const whole = this.#joined()
      const bodyBegin = headBytes + lengthsIn(whole).messageBytes
      const message = JSON.parse(whole.toString('utf8', headBytes, bodyBegin)) as Message
      frames.push({ message, body: whole.subarray(bodyBegin, bytes) })
      this.#pieces = [whole.subarray(bytes)]
      this.#bytes = whole.length - bytes
    }
    return frames
  }

  // Pieces are joined only when a frame is complete, not each time one arrives.
  #joined(): Buffer {
    const whole = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces)
    this.#pieces = [whole]
    return whole
  }

  // Infinite as long as the lengths have not arrived.
  #frameBytes(): number {
    if (this.#bytes < headBytes) return Infinity
    const first = this.#pieces[0] as Buffer
    const { messageBytes, bodyBytes } = lengthsIn(first.length < headBytes ? this.#joined() : first)
    return headBytes + messageBytes + bodyBytes
  }
}
