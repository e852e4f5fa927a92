import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

// Where ONNX keeps tensors, and in them the names of files with their data: the fields that lead there, by message.
// Numbers: onnx/onnx.proto3 in github.com/onnx/onnx; meaning: docs/ExternalData.md there.
const fields: Record<Message, Record<number, Message | 'Entry'>> = {
  Model: { 7: 'Graph', 20: 'Training', 25: 'Function' },
  Training: { 1: 'Graph', 2: 'Graph' },
  Graph: { 1: 'Node', 5: 'Tensor', 15: 'SparseTensor' },
  Function: { 7: 'Node', 11: 'Attribute' },
  Node: { 5: 'Attribute' },
  Attribute: { 5: 'Tensor', 6: 'Graph', 10: 'Tensor', 11: 'Graph', 22: 'SparseTensor', 23: 'SparseTensor' },
  SparseTensor: { 1: 'Tensor', 2: 'Tensor' },
  Tensor: { 13: 'Entry' },
}
type Message = 'Model' | 'Training' | 'Graph' | 'Function' | 'Node' | 'Attribute' | 'SparseTensor' | 'Tensor'
const entryKey = 1
const entryValue = 2
const longestText = 4096
const deepest = 100 // where protobuf's own readers stop (CodedInputStream::SetRecursionLimit)

// The files that the model at this path names for the data of its tensors, relative to its own folder, each once. What is
// no ONNX model names none: what is wrong with it ONNX Runtime says. Data inside the model is skipped, not read, so a
// model of any size takes little memory. For local files: it waits for each read.
export function externalDataOf(path: string): string[] {
  const file = new Pieces(path)
  const locations = new Set<string>()
  try {
    walk('Model', 0, file.bytes, 0)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
  } finally {
    file.close()
  }
  return [...locations]

  function walk(message: Message, begin: number, end: number, depth: number): void {
    if (depth > deepest) throw new Malformed()
    for (const field of fieldsOf(file, begin, end)) {
      const inner = fields[message][field.number]
      if (inner === 'Entry') addLocation(field.begin, field.end)
      else if (inner) walk(inner, field.begin, field.end, depth + 1)
    }
  }

  function addLocation(begin: number, end: number): void {
    const texts = new Map<number, string>()
    for (const field of fieldsOf(file, begin, end)) texts.set(field.number, file.text(field.begin, field.end))
    const location = texts.get(entryValue)
    if (texts.get(entryKey) === 'location' && location) locations.add(location)
  }
}

// The fields of a message that have bytes in them (wire type 2). Wire types: protobuf.dev/programming-guides/encoding.
function* fieldsOf(
  file: Pieces,
  begin: number,
  end: number,
): Generator<{ number: number; begin: number; end: number }> {
  for (let at = begin; at < end;) {
    const tag = file.varint(at)
    const wireType = tag.value % 8
    const content = wireType === 0 || wireType === 2 ? file.varint(tag.end) : { value: 0, end: tag.end }
    const length = { 0: 0, 1: 8, 2: content.value, 5: 4 }[wireType]
    if (length === undefined || content.end + length > end) throw new Malformed()
    at = content.end + length
    if (wireType === 2) yield { number: Math.floor(tag.value / 8), begin: content.end, end: at }
  }
}

class Malformed extends Error {}

const blockBytes = 65_536

// A file of which small pieces are read. Where they lie past its end they are any bytes: fieldsOf refuses them.
class Pieces {
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
    const text = Buffer.alloc(end - begin)
    readSync(this.#fd, text, 0, text.length, begin)
    return text.toString()
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
