import type { InferenceSession } from 'onnxruntime-node'
import { datatypes } from './datatypes.ts'
import type { ModelGraph } from './model-graph.ts'

/** The inputs that a model takes and the outputs that it gives, in the terms of a request. */
export interface ModelInterface {
  inputMetadata: readonly ModelInput[]
  outputMetadata: readonly ModelOutput[]
  /** Whether a run may take any length of time, depending on its input. */
  hasLoop: boolean
}

export interface ModelInput {
  name: string
  /** True also for an optional tensor: the runtime accepts a tensor for it. */
  isTensor: boolean
  type?: string
  /** If missing, the input takes any shape. */
  shape?: readonly (number | string)[]
  /** The type in words, for messages. */
  words?: string
}

export interface ModelOutput {
  name: string
  isTensor: boolean
  type?: string
  words?: string
  /** The runtime's output that holds this one, if its name differs. */
  from?: string
  /** Set if this output is the labels of a ZipMap: the labels of the columns of `from`. */
  labels?: string[] | bigint[]
}

/** The inputs and outputs of a model. The session must be of the model with the outputs of addedOutputs. */
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

/**
 * An output that a model's copy must have besides the model's own, so that the runtime returns a value that it
 * otherwise does not.
 */
export interface AddedOutput {
  name: string
  /** The value that this output repeats, if the output is not itself a value of the graph. */
  repeats?: string
}

/**
 * The outputs to add. The binding cannot return maps, but it can return the tensors that they are made of. It cannot
 * return a value of the name __proto__ either, because that name is not a property in the object that it returns.
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
    // The runtime gives a tensor without a declared shape the shape of a single value.
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

// A name that no other output has.
function labelsName(name: string, names: string[]): string {
  const labels = `${name}.labels`
  return names.includes(labels) ? labelsName(labels, names) : labels
}
