import { fieldsOf, MalformedProtobuf, ProtobufFile } from './protobuf-file.ts'

// The fields, by message, that lead to the places where ONNX keeps tensors, and in them to the names of files with
// their data. Numbers: onnx/onnx.proto3 in github.com/onnx/onnx; meaning: docs/ExternalData.md there.
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
// The field of a tensor with the place of its data, and the value for data outside the model.
const dataLocation = 14
const external = 1
const deepest = 100 // protobuf's own readers stop here (CodedInputStream::SetRecursionLimit)

/**
 * The files that the model with these bytes, or at this path, names for the data of its tensors, in the model's own words, each once. The
 * entries of a tensor whose data is inside the model do not count (docs/ExternalData.md, "data_location"). A file that
 * is not an ONNX model names none: ONNX Runtime reports what is wrong with it. Data inside the model is skipped, not
 * read, so a model of any size takes little memory. For local files: the function blocks on each read.
 */
export function externalDataOf(model: string | Uint8Array): string[] {
  const file = new ProtobufFile(model)
  const locations = new Set<string>()
  try {
    walk('Model', 0, file.bytes, 0)
  } catch (error) {
    if (!(error instanceof MalformedProtobuf)) throw error
  } finally {
    file.close()
  }
  return [...locations]

  function walk(message: Message, begin: number, end: number, depth: number): void {
    if (depth > deepest) throw new MalformedProtobuf()
    const named: string[] = []
    let isExternal = false
    for (const field of fieldsOf(file, begin, end)) {
      const inner = field.isBytes && fields[message][field.number]
      if (inner === 'Entry') named.push(...locationIn(field.begin, field.end))
      else if (inner) walk(inner, field.begin, field.end, depth + 1)
      else if (field.number === dataLocation) isExternal = file.varint(field.begin).value === external
    }
    if (isExternal) for (const location of named) locations.add(location)
  }

  function locationIn(begin: number, end: number): string[] {
    const texts = new Map<number, string>()
    for (const field of fieldsOf(file, begin, end)) if (field.isBytes) texts.set(field.number, file.text(field))
    const location = texts.get(entryValue)
    return texts.get(entryKey) === 'location' && location ? [location] : []
  }
}
