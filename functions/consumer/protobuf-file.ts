import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const longestText = 4096

// The fields of a message that have bytes in them (wire type 2): where each starts, and where its bytes begin and end. Wire types: protobuf.dev/programming-guides/encoding.
export function* fieldsOf(
  file: Pieces,
  begin: number,
  end: number,
): Generator<{ number: number; start: number; begin: number; end: number }> {
  for (let at = begin; at < end;) {
    const tag = file.varint(at)
    const wireType = tag.value % 8
    const content = wireType === 0 || wireType === 2 ? file.varint(tag.end) : { value: 0, end: tag.end }
    const length = { 0: 0, 1: 8, 2: content.value, 5: 4 }[wireType]
    if (length === undefined || content.end + length > end) throw new Malformed()
    const start = at
    at = content.end + length
    if (wireType === 2) yield { number: Math.floor(tag.value / 8), start, begin: content.end, end: at }
  }
}

export class Malformed extends Error {}

const blockBytes = 65_536

// A file of which small pieces are read. Where they lie past its end they are any bytes: fieldsOf refuses them.
export class Pieces {
  readonly bytes: number
  readonly #fd: number
  readonly #block = Buffer.alloc(blockBytes)
  #blockBegin: number | undefined

  constructor(path: string) {
    this.#fd = openSync(path, 'r')
    this.bytes = fstatSync(this.#fd).size
  }

  close(): void {
    closeSync(this.#fd)
  }

  varint(at: number): { value: number; end: number } {
    let value = 0
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte(at + i)
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return { value, end: at + i + 1 }
    }
    throw new Malformed()
  }

  text(begin: number, end: number): string {
    if (end - begin > longestText) throw new Malformed()
    return this.bytesOf(begin, end).toString()
  }

  bytesOf(begin: number, end: number): Buffer {
    const bytes = Buffer.alloc(end - begin)
    readSync(this.#fd, bytes, 0, bytes.length, begin)
    return bytes
  }

  // Numbers follow one another, so the block of the last one is kept.
  #byte(at: number): number {
    const begin = at - (at % blockBytes)
    if (begin !== this.#blockBegin) {
      readSync(this.#fd, this.#block, 0, blockBytes, begin)
      this.#blockBegin = begin
    }
    return this.#block[at - begin] as number
  }
}
