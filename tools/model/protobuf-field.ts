// A length-delimited field of protobuf: a tag, the length, and as many bytes
// (protobuf.dev/programming-guides/encoding). A message may be written as any number of such fields in any order.

const lengthDelimited = 2

/** The bytes before the content of a field. */
export function field(number: number, length: number): Buffer {
  return Buffer.from([...varint((number << 3) | lengthDelimited), ...varint(length)])
}

export function fieldLength(number: number, length: number): number {
  return field(number, length).length + length
}

/** The bytes before the content, with a length of always five bytes, which is longer than needed but valid. */
export function wideField(number: number, length: number): Buffer {
  const digits = [0, 7, 14, 21].map(shift => ((length >>> shift) & 0x7f) | 0x80)
  return Buffer.from([...varint((number << 3) | lengthDelimited), ...digits, (length >>> 28) & 0x7f])
}

// Seven bits a byte, the lowest first; the highest bit says that more bytes follow.
function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))]
}
