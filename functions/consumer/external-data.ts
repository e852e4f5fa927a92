import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

// Where ONNX keeps tensors, and in them the names of files with their data: the fields that lead there, by message.
// Numbers: onnx/onnx.proto3 in github.com/onnx/onnx; meaning: docs/ExternalData.md there.
const fields: Record<string, Record<number, string>> = {
  Model: { 7: 'Graph', 20: 'Training', 25: 'Function' },
  Training: { 1: 'Graph', 2: 'Graph' },
  Graph: { 1: 'Node', 5: 'Tensor', 15: 'SparseTensor' },
  Function: { 7: 'Node', 11: 'Attribute' },
  Node: { 5: 'Attribute' },
  Attribute: { 5: 'Tensor', 6: 'Graph', 10: 'Tensor', 11: 'Graph', 22: 'SparseTensor', 23: 'SparseTensor' },
  SparseTensor: { 1: 'Tensor', 2: 'Tensor' },
  Tensor: { 13: 'Entry' },
}
const entryKey = 1
const entryValue = 2
const longestText = 4096
const deepest = 100 // where protobuf's own readers stop (CodedInputStream::SetRecursionLimit)

// The files that the model at this path names for the data of its tensors, relative to its own folder, each once. What is
// no ONNX model names none: what is wrong with it ONNX Runtime says. Data inside the model is skipped, not read, so a
// model of any size takes little memory. For local files: it waits for each read.
export function externalDataOf(path: string): string[] {
  const file = new Window(path)
  const locations = new Set<string>()
  try {
    walk('Model', 0, file.bytes, 0)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
  } finally {
    file.close()
  }
  return [...locations]

  function walk(message: string, begin: number, end: number, depth: number): void {
    if (depth > deepest) throw new Malformed()
    for (const field of fieldsOf(file, begin, end)) {
      const inner = fields[message]?.[field.number]
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
  file: Window,
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

// A file of which small pieces are read.
class Window {
  readonly bytes: number
  readonly #fd: number
  readonly #window = Buffer.alloc(64 * 1024)
  #begin = 0
  #length = 0

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
      const byte = this.#read(at + i, 1)[0] as number
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return { value, end: at + i + 1 }
    }
    throw new Malformed()
  }

  text(begin: number, end: number): string {
    if (end - begin > longestText) throw new Malformed()
    return this.#read(begin, end - begin).toString('utf8')
  }

  #read(at: number, length: number): Buffer {
    if (at < this.#begin || at + length > this.#begin + this.#length) {
      this.#begin = at
      this.#length = readSync(this.#fd, this.#window, 0, this.#window.length, at)
      if (this.#length < length) throw new Malformed()
    }
    return this.#window.subarray(at - this.#begin, at - this.#begin + length)
  }
}
