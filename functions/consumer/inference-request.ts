import { type InferenceSession, Tensor } from './onnx-runtime.ts'
import * as z from 'zod'
import { Failure } from '../failure/failure.ts'
import type { BulkData } from '../inference/bulk-data.ts'
import { parseJson } from '../json/parse-json.ts'
import { type Datatype, datatypeNameOf, datatypes } from './datatypes.ts'

// An inference request of the Open Inference Protocol (github.com/kserve/open-inference-protocol, HTTP/REST, "Inference
// Request JSON Object"). `id` and `parameters` are allowed and mean nothing here.
const requestSchema = z.object({
  inputs: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.int().nonnegative()),
      datatype: z.string(),
      data: z.array(z.unknown()),
    }),
  ),
  outputs: z.array(z.object({ name: z.string() })).optional(),
})

type Request = z.infer<typeof requestSchema>
export interface InferenceRequest extends Omit<Request, 'inputs'> {
  inputs: Input[]
}
// `bulk` has the elements in place of `data` where there are many.
type Input = Request['inputs'][number] & { bulk?: BulkData }

export function parseInferenceRequest(text: string): InferenceRequest {
  return parseJson(text, requestSchema, 'INVALID_INPUT', 'The input file')
}

// The tensors that the model takes, or INVALID_INPUT with what is wrong.
export function feedsOf(request: InferenceRequest, session: InferenceSession): Record<string, Tensor> {
  const inputs = new Map(request.inputs.map(input => [input.name, input]))
  if (inputs.size < request.inputs.length) throw invalid('An input name appears twice.')
  for (const name of inputs.keys()) {
    if (!session.inputNames.includes(name)) throw invalid(`The model has no input "${name}"; ${takes(session)}.`)
  }
  const tensors = session.inputMetadata.map(metadata => {
    const input = inputs.get(metadata.name)
    if (!input) throw invalid(`The input "${metadata.name}" is missing; ${takes(session)}.`)
    return [metadata.name, tensorOf(input, metadata)]
  })
  return Object.fromEntries(tensors)
}

// The outputs that the request names, or all. What is no tensor (a sequence or map) the protocol cannot carry, and the
// runtime refuses to return.
export function outputNamesOf(request: InferenceRequest, session: InferenceSession): string[] {
  const tensors = session.outputMetadata.filter(metadata => metadata.isTensor).map(metadata => metadata.name)
  if (!request.outputs?.length) return tensors
  const names = request.outputs.map(output => output.name)
  const unknown = names.find(name => !tensors.includes(name))
  if (unknown !== undefined) throw invalid(`The model has no output "${unknown}"; it has ${list(tensors)}.`)
  return [...new Set(names)]
}

function tensorOf(input: Input, metadata: InferenceSession.ValueMetadata): Tensor {
  if (!metadata.isTensor)
    throw invalid(`The model's input "${input.name}" is no tensor, which the protocol cannot carry.`)
  const wanted = datatypeNameOf(metadata.type) ?? metadata.type
  const datatype = datatypes[input.datatype]
  if (!datatype || input.datatype !== wanted) {
    throw invalid(`The input "${input.name}" has datatype ${input.datatype}; the model takes ${wanted}.`)
  }
  checkShape(input, metadata)
  // Whichever array: the type says what it is.
  const data = (
    input.bulk ? packBulk(input, input.bulk, datatype) : pack(flatten(input), 0, datatype, input)
  ) as Float32Array
  const tensor = new Tensor(datatype.type as 'float32', data, input.shape)
  // Where the language has Float16Array (Node 24), Tensor wraps the bits in one, which the native side of 1.30 then takes
  // for empty (github.com/microsoft/onnxruntime/pull/32323). The bits themselves it reads everywhere.
  return datatype.type === 'float16' ? Object.defineProperty(tensor, 'data', { value: data }) : tensor
}

function checkShape({ name, shape }: Input, metadata: InferenceSession.TensorValueMetadata): void {
  // A dimension that the model names instead of numbering (a batch, say) is free.
  const fits =
    shape.length === metadata.shape.length &&
    metadata.shape.every((size, axis) => typeof size === 'string' || size === shape[axis])
  if (!fits)
    throw invalid(`The input "${name}" has shape [${shape}]; the model takes [${metadata.shape.map(nameOfSize)}].`)
}

function nameOfSize(size: number | string): string {
  return size === '' ? '?' : String(size)
}

// Data may be flat or nested as the shape says, row by row.
function flatten({ name, shape, data }: Input): unknown[] {
  let values = data
  if (data.some(Array.isArray)) {
    shape.forEach((size, axis) => {
      if (axis === 0 ? values.length !== size : !values.every(value => Array.isArray(value) && value.length === size)) {
        throw invalid(`The data of the input "${name}" is nested, but not as its shape [${shape}] says.`)
      }
      if (axis > 0) values = values.flat()
    })
  }
  const count = shape.reduce((product, size) => product * size, 1)
  if (values.length === count) return values
  throw invalid(`The input "${name}" has ${values.length} elements; its shape [${shape}] says ${count}.`)
}

function pack(values: unknown[], first: number, datatype: Datatype, input: Input): unknown {
  return datatype.pack(values.map((value, index) => elementOf(value, first + index, datatype, input)))
}

// Slice by slice into an array of its final size.
function packBulk(input: Input, bulk: BulkData, datatype: Datatype): unknown {
  const { name, shape } = input
  const read = bulk.read(shape)
  if (!read) throw invalid(`The data of the input "${name}" is nested, but not as its shape [${shape}] says.`)
  const { count, slices } = read
  const wanted = shape.reduce((product, size) => product * size, 1)
  if (count !== wanted) throw invalid(`The input "${name}" has ${count} elements; its shape [${shape}] says ${wanted}.`)
  const none = datatype.pack([]) as Float32Array | string[]
  const whole = Array.isArray(none) ? none : new (none.constructor as Float32ArrayConstructor)(count)
  let at = 0
  for (const values of slicesOf(slices)) {
    const packed = pack(values, at, datatype, input) as number[] & string[]
    if (Array.isArray(whole)) whole.push(...packed)
    else whole.set(packed, at)
    at += values.length
  }
  if (at === count) return whole
  throw invalid(`The data of the input "${name}" is not JSON: an element is missing between two commas.`)
}

function* slicesOf(slices: () => Generator<unknown[]>): Generator<unknown[]> {
  try {
    yield* slices()
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Failure('INVALID_INPUT', `The input file is not JSON: ${error.message}.`, {}, error)
  }
}

function elementOf(value: unknown, index: number, { element, takes }: Datatype, { name, datatype }: Input) {
  const result = element(value)
  if (result !== undefined) return result
  const shown = JSON.stringify(value)?.slice(0, 40)
  throw invalid(`Element ${index} of the input "${name}" is ${shown}; ${datatype} takes ${takes}.`)
}

function takes(session: InferenceSession): string {
  return `it takes ${list(session.inputNames)}`
}

function list(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ') || 'none'
}

function invalid(message: string): Failure {
  return new Failure('INVALID_INPUT', message)
}
