import { type Field, fieldsOf, MalformedProtobuf, type ProtobufFile } from './protobuf-file.ts'

/** The type of an input or output, read from the ONNX file. */
export interface ValueType {
  /** The type in words for messages: "a sequence of tensors of FP32". Empty if the model does not declare it. */
  words: string
  /** For a tensor: the type of its elements, by the protocol's name or else ONNX's own. */
  elements?: string
  /** Whether it is a tensor that may be left out. */
  isOptional?: boolean
  /** Whether the model declares a shape for the tensor. The shape of a single value, [], counts. */
  hasShape?: boolean
}

// By number in TensorProto.DataType (onnx/onnx.proto3 in github.com/onnx/onnx). The names are the protocol's if it has
// the type.
const elementTypes: Record<number, string> = {
  1: 'FP32',
  2: 'UINT8',
  3: 'INT8',
  4: 'UINT16',
  5: 'INT16',
  6: 'INT32',
  7: 'INT64',
  8: 'BYTES',
  9: 'BOOL',
  10: 'FP16',
  11: 'FP64',
  12: 'UINT32',
  13: 'UINT64',
  14: 'COMPLEX64',
  15: 'COMPLEX128',
  16: 'BF16',
  17: 'FLOAT8E4M3FN',
  18: 'FLOAT8E4M3FNUZ',
  19: 'FLOAT8E5M2',
  20: 'FLOAT8E5M2FNUZ',
  21: 'UINT4',
  22: 'INT4',
  23: 'FLOAT4E2M1',
  24: 'FLOAT8E8M0',
  25: 'UINT2',
  26: 'INT2',
}
const deepest = 100 // protobuf's own readers stop here (CodedInputStream::SetRecursionLimit)

export function elementTypeOf(number: number): string {
  return elementTypes[number] ?? `type ${number}`
}

export function typeIn(file: ProtobufFile, type: Field, depth = 0): ValueType {
  if (depth > deepest) throw new MalformedProtobuf()
  for (const { number, isBytes, ...place } of fieldsOf(file, type.begin, type.end)) {
    const form = isBytes && forms[number]
    if (form) return form(file, { number, isBytes, ...place }, depth + 1)
  }
  return { words: '' }
}

type Form = (file: ProtobufFile, type: Field, depth: number) => ValueType

// The forms of a type by field number in TypeProto.
const forms: Record<number, Form> = {
  1: (file, type) => tensor(file, type, 'tensor'),
  4: (file, type, depth) => ({ words: `a sequence of ${plural(inner(file, type, 1, depth).words)}` }),
  5: (file, type, depth) => {
    const to = inner(file, type, 2, depth)
    return { words: `a map from ${elementType(file, type)} to ${to.elements ?? to.words}` }
  },
  8: (file, type) => ({ words: tensor(file, type, 'sparse tensor').words }),
  9: (file, type, depth) => {
    const optional = inner(file, type, 1, depth)
    return { ...optional, words: optional.words.replace(/^a /, 'an optional '), isOptional: true }
  },
}

function tensor(file: ProtobufFile, type: Field, noun: string): ValueType {
  const elements = elementType(file, type)
  const hasShape = [...fieldsOf(file, type.begin, type.end)].some(({ number, isBytes }) => isBytes && number === 2)
  return { words: `a ${noun} of ${elements}`, elements, hasShape }
}

function inner(file: ProtobufFile, type: Field, number: number, depth: number): ValueType {
  for (const field of fieldsOf(file, type.begin, type.end)) {
    if (field.isBytes && field.number === number) return typeIn(file, field, depth)
  }
  return { words: '' }
}

function elementType(file: ProtobufFile, type: Field): string {
  for (const field of fieldsOf(file, type.begin, type.end)) {
    if (field.isBytes || field.number !== 1) continue
    const [number] = file.integers(field)
    return elementTypeOf(Number(number))
  }
  return 'no type'
}

function plural(words: string): string {
  return words.replace(/^an? ((?:optional |sparse )*)(tensor|sequence|map)/, '$1$2s')
}
