import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isSystemError, nameOf } from '../working-set/system-error.ts'
import { type Field, fieldsOf, MalformedProtobuf, ProtobufFile } from './protobuf-file.ts'

// The size of models from which this pays (docs/decisions/0006-weights-outside.md has the figures), and the size of
// tensors that are worth it.
const modelBytes = 4 * 1024 ** 2
const tensorBytes = 64 * 1024
// A model that has more than this besides its weights is left as it is.
const restBytes = 32 * 1024 ** 2

// Field numbers of the messages that lead to the weights (onnx/onnx.proto3 in github.com/onnx/onnx).
const [graph, initializer, tensorName, rawData, externalData, dataLocation] = [7, 5, 8, 9, 13, 14]
const isExternal = 1
const [entryKey, entryValue] = [1, 2]

/**
 * Writes a second model beside this one, which declares that the data of large weights lies outside, namely in the
 * first file. No data moves. Returns the path of the second model; undefined if it does not pay or does not fit.
 *
 * If the weights are inside a model, ONNX Runtime parses and copies all of them before it rearranges them. If they are
 * outside, it maps the file and rearranges from there. The outputs are the same to the bit. A model that has something
 * twice stays as it is: of two tensors of one name the runtime takes a different one if their data lies outside, and of
 * data that is there twice the last counts.
 */
export async function withWeightsOutside(
  path: string,
  smallest = { modelBytes, tensorBytes },
): Promise<string | undefined> {
  const pieces = piecesOf(path, smallest)
  if (!pieces) return undefined
  const target = join(dirname(path), `${randomUUID()}.onnx`)
  return (await write(target, pieces)) ? target : undefined
}

// If the folder has no room for the file, the caller loads the model itself.
async function write(path: string, pieces: readonly Buffer[]): Promise<boolean> {
  const file = await open(path, 'wx')
  try {
    await file.appendFile(Buffer.concat(pieces))
    return true
  } catch (error) {
    if (isSystemError(error) && nameOf(error) === 'ENOSPC') return false
    throw error
  } finally {
    await file.close()
  }
}

class LeftAsItIs extends Error {}

function piecesOf(path: string, smallest: { modelBytes: number; tensorBytes: number }): Buffer[] | undefined {
  const file = new ProtobufFile(path)
  try {
    if (file.bytes < smallest.modelBytes) return undefined
    let found = 0
    let copied = 0
    const names = new Set<string>()
    const model = rewritten(0, file.bytes, graph, (begin, end) => rewritten(begin, end, initializer, outside))
    return found > 0 ? model : undefined

    // The message with the fields of this number replaced and everything else unchanged.
    function rewritten(
      begin: number,
      end: number,
      number: number,
      change: (begin: number, end: number) => Buffer[] | undefined,
    ): Buffer[] {
      const pieces: Buffer[] = []
      let at = begin
      for (const field of fieldsOf(file, begin, end)) {
        const changed = field.isBytes && field.number === number && change(field.begin, field.end)
        if (!changed) continue
        pieces.push(bytesOf(at, field.start), lengthOf(number, changed), ...changed)
        at = field.end
      }
      return [...pieces, bytesOf(at, end)]
    }

    function outside(begin: number, end: number): Buffer[] | undefined {
      const fields = [...fieldsOf(file, begin, end)]
      addName(fields)
      const [data, ...more] = fields.filter(({ isBytes, number }) => isBytes && number === rawData)
      if (!data || data.end - data.begin < smallest.tensorBytes) return undefined
      if (more.length > 0 || fields.some(({ number }) => number === externalData)) return undefined
      found++
      return [
        bytesOf(begin, data.start),
        bytesOf(data.end, end),
        entry('location', basename(path)),
        entry('offset', String(data.begin)),
        entry('length', String(data.end - data.begin)),
        Buffer.from([...varint(dataLocation * 8), isExternal]),
      ]
    }

    function addName(tensor: Field[]): void {
      const name = tensor.findLast(({ isBytes, number }) => isBytes && number === tensorName)
      const text = name ? file.text(name) : ''
      if (names.has(text)) throw new LeftAsItIs()
      names.add(text)
    }

    function bytesOf(begin: number, end: number): Buffer {
      copied += end - begin
      if (copied > restBytes) throw new LeftAsItIs()
      return file.bytesOf(begin, end)
    }
  } catch (error) {
    if (error instanceof LeftAsItIs) return undefined
    if (error instanceof MalformedProtobuf) return undefined // ONNX Runtime reports what is wrong with it
    throw error
  } finally {
    file.close()
  }
}

function entry(key: string, value: string): Buffer {
  return field(externalData, [field(entryKey, [Buffer.from(key)]), field(entryValue, [Buffer.from(value)])])
}

function field(number: number, content: Buffer[]): Buffer {
  return Buffer.concat([lengthOf(number, content), ...content])
}

// The tag and length that precede bytes (wire type 2).
function lengthOf(number: number, content: readonly Buffer[]): Buffer {
  const bytes = content.reduce((sum, { length }) => sum + length, 0)
  return Buffer.from([...varint(number * 8 + 2), ...varint(bytes)])
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
}
