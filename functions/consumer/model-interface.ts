import type { InferenceSession } from 'onnxruntime-node'
import { datatypes } from './datatypes.ts'
import type { ModelGraph } from './model-graph.ts'

/** What a model takes and gives in the terms of a request. */
export interface ModelInterface {
  inputMetadata: readonly ModelInput[]
  outputMetadata: readonly ModelOutput[]
  /** Whether a run may take any time, depending on its input. */
  hasLoop: boolean
}

export interface ModelInput {
  name: string
  /** Also of a tensor that may be left out: the runtime takes one for it. */
  isTensor: boolean
  type?: string
  /** Without one the input takes any. */
  shape?: readonly (number | string)[]
  /** What it is, to be read. */
  words?: string
}

export interface ModelOutput {
  name: string
  isTensor: boolean
  type?: string
  words?: string
  /** The runtime's output to which it belongs, if that has another name. */
  from?: string
  /** Of a ZipMap: what the columns of `from` are. This output is they. */
  labels?: string[] | bigint[]
}

/** The session is that of the model with the outputs that addedOutputs tells. */
export function interfaceOf(
  { inputMetadata, outputMetadata }: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
  graph: ModelGraph,
): ModelInterface {
  const added = addedOutputs(graph)
  const own = outputMetadata.filter(({ name }) => !added.some(output => output.name === name))
  const names = own.map(({ name }) => name)
  return {
    inputMetadata: inputMetadata.map(metadata => inputOf(metadata, graph)),
    hasLoop: graph.hasLoop,
    outputMetadata: own.flatMap(metadata => outputsOf(metadata, graph, names)),
  }
}

/** An output that a model's copy must have besides its own, so that the runtime returns what it otherwise does not. */
export interface AddedOutput {
  name: string
  /** The value that it repeats, if it is not one of the graph itself. */
  repeats?: string
}

/**
 * The binding cannot return maps, but the tensors of which they are made; and not a value of the name __proto__, which in
 * the object that it returns is none.
 */
export function addedOutputs({ outputs, zipMaps }: ModelGraph): AddedOutput[] {
  const inputs = [...outputs.keys()].flatMap(name => zipMaps.get(name)?.input ?? [])
  const added: AddedOutput[] = [...new Set(inputs)].filter(name => !outputs.has(name)).map(name => ({ name }))
  if ([...outputs.keys(), ...inputs].includes('__proto__'))
    added.push({ name: 'a copy of __proto__', repeats: '__proto__' })
  return added
}

function inputOf(metadata: InferenceSession.ValueMetadata, graph: ModelGraph): ModelInput {
  const { name } = metadata
  const declared = graph.inputs.get(name)
  if (metadata.isTensor) {
    // The runtime gives a tensor of any shape the shape of a single value.
    const { type, shape } = metadata
    return { name, isTensor: true, type, ...(declared?.hasShape !== false && { shape }) }
  }
  const type = declared?.isOptional && datatypes[declared.elements ?? '']?.type
  return { name, isTensor: Boolean(type), ...(type && { type }), words: declared?.words }
}

function outputsOf(
  metadata: InferenceSession.ValueMetadata,
  { outputs, zipMaps }: ModelGraph,
  names: string[],
): ModelOutput[] {
  const { name } = metadata
  const words = outputs.get(name)?.words
  const zipMap = zipMaps.get(name)
  if (zipMap) {
    const from = returned(zipMap.input)
    const type = typeof zipMap.labels[0] === 'bigint' ? 'int64' : 'string'
    const labels = { name: labelsName(name, names), isTensor: true, type, from, labels: zipMap.labels }
    return [{ name, isTensor: true, type: 'float32', from }, labels]
  }
  if (!metadata.isTensor) return [{ name, isTensor: false, words }]
  return [{ name, isTensor: true, type: metadata.type, words, from: returned(name) }]
}

function returned(name: string): string {
  return name === '__proto__' ? 'a copy of __proto__' : name
}

// Not the name of another output.
function labelsName(name: string, names: string[]): string {
  const labels = `${name}.labels`
  return names.includes(labels) ? labelsName(labels, names) : labels
}
