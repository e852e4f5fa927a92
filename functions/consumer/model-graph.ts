import { type Field, fieldsOf, MalformedProtobuf, ProtobufFile } from './protobuf-file.ts'
import { typeIn, type ValueType } from './value-type.ts'

/** Facts about a model's inputs and outputs from its ONNX file, which the runtime's own metadata lacks. */
export interface ModelGraph {
  inputs: ReadonlyMap<string, ValueType>
  outputs: ReadonlyMap<string, ValueType>
  /** By the name of the operator's output. */
  zipMaps: ReadonlyMap<string, ZipMap>
  /** Whether the operator Loop is, or may be, anywhere in the model. */
  hasLoop: boolean
}

/**
 * An operator of ai.onnx.ml (github.com/onnx/onnx, docs/Operators-ml.md): it makes a sequence of maps, one for each row
 * of a tensor. The labels are the keys and the columns are the values.
 */
export interface ZipMap {
  input: string
  labels: string[] | bigint[]
}

/**
 * The inputs, outputs and ZipMaps of the main graph of the model with these bytes, or at this path. A file that is not an
 * ONNX model has none: ONNX Runtime reports what is wrong with it. For local files: the function blocks on each read.
 */
export function readModelGraph(model: string | Uint8Array): ModelGraph {
  const file = new ProtobufFile(model)
  const inputs = new Map<string, ValueType>()
  const outputs = new Map<string, ValueType>()
  const zipMaps = new Map<string, ZipMap>()
  let hasLoop = false
  try {
    // Field numbers: onnx/onnx.proto3 in github.com/onnx/onnx.
    for (const part of parts(file, whole(file), 25)) hasLoop ||= hasLoopIn(file, part, 7)
    for (const graph of parts(file, whole(file), 7)) {
      hasLoop ||= hasLoopIn(file, graph, 1)
      for (const field of fieldsOf(file, graph.begin, graph.end)) {
        if (!field.isBytes) continue
        if (field.number === 1) addZipMap(field)
        else if (field.number === 11) addValue(inputs, field)
        else if (field.number === 12) addValue(outputs, field)
      }
    }
  } catch (error) {
    if (!(error instanceof MalformedProtobuf)) throw error
    return { inputs: new Map(), outputs: new Map(), zipMaps: new Map(), hasLoop: true }
  } finally {
    file.close()
  }
  return { inputs, outputs, zipMaps, hasLoop }

  function addValue(values: Map<string, ValueType>, value: Field): void {
    const [name] = texts(file, value, 1)
    const [type] = parts(file, value, 2)
    if (name !== undefined) values.set(name, type ? typeIn(file, type) : { words: '' })
  }

  function addZipMap(node: Field): void {
    const [type] = texts(file, node, 4)
    const [domain] = texts(file, node, 7)
    if (type !== 'ZipMap' || domain !== 'ai.onnx.ml') return
    const [input] = texts(file, node, 1)
    const [output] = texts(file, node, 2)
    const labels = labelsOf(file, node)
    if (input && output && labels) zipMaps.set(output, { input, labels })
  }
}

type Place = Pick<Field, 'begin' | 'end'>

// Searches the nodes of a graph or function, which are its fields of this number, and the graphs that are attributes of
// the nodes.
function hasLoopIn(file: ProtobufFile, nodes: Field, number: number, depth = 0): boolean {
  if (depth > deepest) throw new MalformedProtobuf()
  for (const node of parts(file, nodes, number)) {
    const [type] = texts(file, node, 4)
    if (type === 'Loop') return true
    // Other operators have no graphs, but may have millions of numbers, and each is a field.
    if (!withGraphs.includes(type)) continue
    for (const attribute of parts(file, node, 5)) {
      for (const graph of parts(file, attribute, 6)) if (hasLoopIn(file, graph, 1, depth + 1)) return true
    }
  }
  return false
}

const withGraphs: readonly (string | undefined)[] = ['If', 'Scan', 'SequenceMap']
const deepest = 33 // each level is three messages, and protobuf's own readers stop at a hundred messages

function labelsOf(file: ProtobufFile, node: Field): ZipMap['labels'] | undefined {
  for (const attribute of parts(file, node, 5)) {
    const [name] = texts(file, attribute, 1)
    if (name === 'classlabels_strings') return [...texts(file, attribute, 9)]
    if (name === 'classlabels_int64s') {
      return [...fieldsOf(file, attribute.begin, attribute.end)]
        .filter(field => field.number === 8)
        .flatMap(field => [...file.integers(field)])
    }
  }
  return undefined
}

function whole(file: ProtobufFile): Place {
  return { begin: 0, end: file.bytes }
}

function* parts(file: ProtobufFile, { begin, end }: Place, number: number): Generator<Field> {
  for (const field of fieldsOf(file, begin, end)) if (field.isBytes && field.number === number) yield field
}

function* texts(file: ProtobufFile, message: Field, number: number): Generator<string> {
  for (const field of parts(file, message, number)) yield file.text(field)
}
