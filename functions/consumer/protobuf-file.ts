import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/**
 * A field of a message: where in the file it starts, and where its value lies. If `isBytes`, the value is a text, a
 * message or packed numbers.
 */
export interface Field {
  number: number
  isBytes: boolean
  start: number
  begin: number
  end: number
}

/**
 * The fields of the message between these places, in their order. Wire types: protobuf.dev/programming-guides/encoding.
 * Numbers begin at 1 (protobuf.dev/programming-guides/proto3, "Assigning Field Numbers"), so a file of zeros is refused at
 * once, and not only when each of its pairs of bytes was read as a field.
 */
export function* fieldsOf(file: ProtobufFile, begin: number, end: number): Generator<Field> {
  for (let at = begin; at < end;) {
    const tag = file.varint(at)
    if (tag.value < 8) throw new MalformedProtobuf()
    const wireType = tag.value % 8
    const isBytes = wireType === 2
    const content = wireType === 0 || isBytes ? file.varint(tag.end) : { value: 0, end: tag.end }
    const length = { 0: 0, 1: 8, 2: content.value, 5: 4 }[wireType]
    if (length === undefined || content.end + length > end) throw new MalformedProtobuf()
    const start = at
    at = content.end + length
    yield { number: Math.floor(tag.value / 8), isBytes, start, begin: isBytes ? content.end : tag.end, end: at }
  }
}

export class MalformedProtobuf extends Error {}

const longestText = 4096
const blockBytes = 65_536

/**
 * A file of which small pieces are read; each read blocks. Pieces past its end have arbitrary bytes: fieldsOf refuses
 * them. The content may also be in memory.
 */
export class ProtobufFile {
  readonly bytes: number
  readonly close: () => void
  // Fills the buffer from this place on, as far as there are bytes.
  readonly #read: (target: Buffer, begin: number) => void
  readonly #block = Buffer.alloc(blockBytes)
  #blockBegin: number | undefined

  constructor(source: string | Uint8Array) {
    if (typeof source === 'string') {
      const fd = openSync(source, 'r')
      this.bytes = fstatSync(fd).size
      this.close = () => closeSync(fd)
      this.#read = (target, begin) => void readSync(fd, target, 0, target.length, begin)
    } else {
      this.bytes = source.length
      this.close = () => undefined
      this.#read = (target, begin) => target.set(source.subarray(begin, begin + target.length))
    }
  }

  varint(at: number): { value: number; end: number } {
    let value = 0
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte(at + i)
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return { value, end: at + i + 1 }
    }
    throw new MalformedProtobuf()
  }

  text({ begin, end }: Field): string {
    if (end - begin > longestText) throw new MalformedProtobuf()
    return Buffer.from(Array.from({ length: end - begin }, (_, i) => this.#byte(begin + i))).toString()
  }

  bytesOf(begin: number, end: number): Buffer {
    const bytes = Buffer.alloc(end - begin)
    this.#read(bytes, begin)
    return bytes
  }

  // The numbers of a field that holds one number or several packed ones. They are signed like int64: 64 bits of two's
  // complement.
  *integers({ begin, end }: Field): Generator<bigint> {
    for (let at = begin; at < end;) {
      const bits: bigint[] = []
      const { end: next } = this.varint(at)
      for (; at < next; at++) bits.push(BigInt(this.#byte(at) & 0x7f) << BigInt(7 * bits.length))
      yield BigInt.asIntN(
        64,
        bits.reduce((sum, part) => sum | part, 0n),
      )
    }
  }

  // The last block is kept, because numbers follow one another.
  #byte(at: number): number {
    const begin = at - (at % blockBytes)
    if (begin !== this.#blockBegin) {
      this.#read(this.#block, begin)
      this.#blockBegin = begin
    }
    return this.#block[at - begin] as number
  }
}
