import type { InferenceSession } from 'onnxruntime-node'
import type { InferenceRequest } from '../consumer/inference-request.ts'
import { datatypeNameOf } from '../consumer/datatypes.ts'
import { Failure } from '../failure/failure.ts'
import type { Room } from '../inference-protocol/messages.ts'

const mebibyte = 1024 ** 2

// Measured with inputs of 63 MiB that a model hands back unchanged (docs/decisions/0005-inference-process.md): 3.3 to 3.5
// times the elements of numbers besides their text (the tensor, that of the output, and a copy), and for a string of none to
// three letters 106 to 185 bytes, of longer ones a copy in each place more.
const timesElement = 4
const bytesOfString = 180
const timesStrings = 4
// The text is in both processes, until the one has sent it and the other has read it.
const timesText = 2
// Of text that a JSON parser must see as a whole: values of it take up to 25 times its bytes.
const timesParsed = 25

const elementBytes = new Map([
  ...['BOOL', 'INT8', 'UINT8'].map(name => [name, 1] as const),
  ...['INT16', 'UINT16', 'FP16'].map(name => [name, 2] as const),
  ...['INT32', 'UINT32', 'FP32'].map(name => [name, 4] as const),
  ...['INT64', 'UINT64', 'FP64'].map(name => [name, 8] as const),
])

/** What outputs may have as JSON: this process writes them and the other collects them, beside the tensors. */
export function outputsLimit({ bytes }: Room): number {
  return Math.floor(bytes / 4)
}

/** How much of an input may lie outside of the large data in it. */
export function parsedLimit({ bytes }: Room): number {
  return Math.floor(Math.min(8 * mebibyte, bytes / timesParsed))
}

/** Before the tensors are made, which what their shapes say is enough for. */
export function checkInputs({ inputs }: InferenceRequest, textBytes: number, room: Room): void {
  // A shape that says more than a text of this length can have is wrong, and told so where the elements are counted.
  const sizes = inputs
    .map(({ name, datatype, shape }) => ({ name, datatype, elements: product(shape) }))
    .filter(({ elements }) => elements <= textBytes)
  const times = sizes.some(({ datatype }) => datatype === 'BYTES') ? timesText + timesStrings : timesText
  const needed = sizes.reduce((sum, size) => sum + neededBytes(size), times * textBytes)
  if (needed <= room.bytes) return
  const [largest] = sizes.sort((a, b) => neededBytes(b) - neededBytes(a))
  throw tooLarge(`The input "${largest?.name}" has ${largest?.elements} elements of ${largest?.datatype}`, needed, room)
}

/** Before the run, as far as the model says which sizes its outputs will have: in numbers, or by names that its inputs have. */
export function checkOutputs(session: InferenceSession, request: InferenceRequest, names: string[], room: Room): void {
  const named = namedSizes(session, request)
  for (const metadata of session.outputMetadata) {
    if (!metadata.isTensor || !names.includes(metadata.name)) continue
    const sizes = metadata.shape.map(size => (typeof size === 'string' ? named.get(size) : size))
    if (sizes.length > 0) checkOutput(metadata.name, datatypeNameOf(metadata.type) ?? '', sizes, room)
  }
}

/** Where a size is not known nothing is said. An element has two bytes of JSON at least. */
export function checkOutput(name: string, datatype: string, sizes: readonly (number | undefined)[], room: Room): void {
  if (!sizes.every(size => size !== undefined)) return
  const elements = product(sizes)
  const needed = neededBytes({ datatype, elements }) + 2 * elements
  const what = `The output "${name}" of shape [${sizes}] has ${elements} elements of ${datatype}`
  if (needed > room.bytes || 2 * elements > outputsLimit(room)) throw tooLarge(what, needed, room)
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
