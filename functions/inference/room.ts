import type { InferenceSession } from 'onnxruntime-node'
import type { InferenceRequest } from '../consumer/inference-request.ts'
import { datatypeNameOf } from '../consumer/datatypes.ts'
import { Failure } from '../failure/failure.ts'
import type { Room } from '../inference-protocol/messages.ts'

const mebibyte = 1024 ** 2

// Measured with inputs of 63 MiB that a model returns unchanged (docs/decisions/0005-inference-process.md). Besides
// their text, numbers take 3.3 to 3.5 times their elements (the tensor, the output's tensor, and a copy). A string of
// none to three letters takes 106 to 185 bytes; longer strings add one copy in each place.
const timesElement = 4
const bytesOfString = 180
const timesStrings = 4
// The text is in both processes until the one has sent it and the other has read it.
const timesText = 2
// Outputs as JSON may take this share of the room.
const outputsShare = 4
// For text that a JSON parser must read as a whole: its values take up to 25 times its bytes.
const timesParsed = 25

const elementBytes = new Map([
  ...['BOOL', 'INT8', 'UINT8'].map(name => [name, 1] as const),
  ...['INT16', 'UINT16', 'FP16'].map(name => [name, 2] as const),
  ...['INT32', 'UINT32', 'FP32'].map(name => [name, 4] as const),
  ...['INT64', 'UINT64', 'FP64'].map(name => [name, 8] as const),
])

/** The largest outputs as JSON, in bytes: this process writes them and the other collects them, beside the tensors. */
export function outputsLimit({ bytes }: Room): number {
  return Math.floor(bytes / outputsShare)
}

/** The largest part of an input, in bytes, that may lie outside of its large data. */
export function parsedLimit({ bytes }: Room): number {
  return Math.floor(Math.min(8 * mebibyte, bytes / timesParsed))
}

/** Checks the room before the tensors are made. The shapes are sufficient for that. */
export function checkInputs({ inputs }: InferenceRequest, textBytes: number, room: Room): void {
  // A shape that says more elements than a text of this length can have is wrong. That is reported where the elements
  // are counted.
  const sizes = inputs
    .map(({ name, datatype, shape }) => ({ name, datatype, elements: product(shape) }))
    .filter(({ elements }) => elements <= textBytes)
  const times = sizes.some(({ datatype }) => datatype === 'BYTES') ? timesText + timesStrings : timesText
  const needed = sizes.reduce((sum, size) => sum + neededBytes(size), times * textBytes)
  if (needed <= room.bytes) return
  const { name, elements, datatype } = sizes.sort((a, b) => neededBytes(b) - neededBytes(a))[0]!
  throw tooLarge(`The input "${name}" has ${elements} elements of ${datatype}`, needed, room)
}

/**
 * Checks the room before the run, as far as the model declares the sizes of its outputs: as numbers, or by names that
 * its inputs have too.
 */
export function checkOutputs(session: InferenceSession, request: InferenceRequest, names: string[], room: Room): void {
  const named = namedSizes(session, request)
  for (const metadata of session.outputMetadata) {
    if (!metadata.isTensor || !names.includes(metadata.name)) continue
    const sizes = metadata.shape.map(size => (typeof size === 'string' ? named.get(size) : size))
    if (sizes.length > 0) checkOutput(metadata.name, datatypeNameOf(metadata.type) ?? '', sizes, room)
  }
}

/** Checks the room for one output. Does nothing if a size is unknown. An element has at least two bytes of JSON. */
export function checkOutput(name: string, datatype: string, sizes: readonly (number | undefined)[], room: Room): void {
  if (!sizes.every(size => size !== undefined)) return
  const elements = product(sizes)
  const jsonBytes = 2 * elements
  const needed = Math.max(neededBytes({ datatype, elements }) + jsonBytes, jsonBytes * outputsShare)
  const what = `The output "${name}" of shape [${sizes}] has ${elements} elements of ${datatype}`
  if (needed > room.bytes) throw tooLarge(what, needed, room)
}

function namedSizes({ inputMetadata }: InferenceSession, { inputs }: InferenceRequest): Map<string, number> {
  const shapes = new Map(inputs.map(({ name, shape }) => [name, shape]))
  return new Map(
    inputMetadata.flatMap(metadata => {
      const shape = shapes.get(metadata.name)
      if (!metadata.isTensor || !shape) return []
      return metadata.shape.flatMap((size, axis): [string, number][] =>
        typeof size === 'string' && size !== '' && shape[axis] !== undefined ? [[size, shape[axis]]] : [],
      )
    }),
  )
}

function neededBytes({ datatype, elements }: { datatype: string; elements: number }): number {
  return elements * (datatype === 'BYTES' ? bytesOfString : timesElement * (elementBytes.get(datatype) ?? 0))
}

function tooLarge(what: string, neededBytes: number, { bytes, memoryMb }: Room): Failure {
  const neededMemoryMb = memoryMb + Math.ceil((neededBytes - bytes) / mebibyte)
  const message =
    `${what}, for which the function needs about ${neededMemoryMb} MB of memory; it has ${memoryMb} MB. ` +
    'Send less at once, or raise ConsumerMemorySize and deploy again.'
  return new Failure('TOO_LARGE', message, { neededMemoryMb, memoryMb })
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1)
}
