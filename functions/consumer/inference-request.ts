import * as z from 'zod'
import { Failure, isFailure } from '../failure/failure.ts'
import { parseJson } from '../json/parse-json.ts'
import { type Datatype, datatypes } from './datatypes.ts'
import { describedInputs } from './described-inputs.ts'
import type { ModelInput, ModelInterface } from './model-interface.ts'
import { Tensor } from './onnx-runtime.ts'
import { datatypeOfInput, list } from './model-terms.ts'

// Triton's extensions for tensors outside the JSON (binary_data and shared_memory in
// github.com/triton-inference-server/server, docs/protocol). A request that uses them has its data elsewhere.
const extensions = ['binary_data_size', 'binary_data_output', 'binary_data', 'shared_memory_region']

// Other parameters are allowed and have no effect.
const parameters = z
  .unknown()
  .superRefine((value, context) => {
    const used = extensions.find(name => isUsed((value as Record<string, unknown> | null | undefined)?.[name]))
    if (used) context.addIssue(`${used} is not supported; ${asJson}`)
  })
  .optional()
const isUsed = (value: unknown) => value !== undefined && value !== null && value !== false
const asJson = 'send the elements of each tensor as JSON in "data"'

// An inference request of the Open Inference Protocol (github.com/kserve/open-inference-protocol, HTTP/REST, "Inference
// Request JSON Object"). If several fields are wrong, the error is about the first in this order.
const requestSchema = z.object({
  // The id is part of the answer, which has its own limit.
  id: z.string().max(1024).nullish(),
  parameters,
  inputs: z.array(
    z.object({
      name: z.string(),
      parameters,
      shape: z.array(z.int().nonnegative()),
      datatype: z.string(),
      data: z.array(z.unknown()),
    }),
  ),
  outputs: z.array(z.object({ name: z.string(), parameters })).nullish(),
})

type Request = z.infer<typeof requestSchema>
export interface InferenceRequest extends Omit<Request, 'inputs'> {
  inputs: Input[]
}
/**
 * The elements of a large array that was taken out of `data`. They come in slices, and their count is known beforehand.
 */
export interface Bulk {
  /**
   * Undefined if the elements are nested, but not as the shape says. The slices throw SyntaxError if the text is not
   * JSON.
   */
  read(shape: readonly number[]): { count: number; slices: () => Generator<unknown[]> } | undefined
}

// `bulk` holds the elements in place of `data` if there are many.
type Input = Omit<Request['inputs'][number], 'parameters'> & { bulk?: Bulk }

export function parseInferenceRequest(text: string): InferenceRequest {
  try {
    return parseJson(text, requestSchema, 'INVALID_INPUT', 'The input file')
  } catch (error) {
    // If the JSON has binary_data_size, the elements follow it as bytes.
    const isBinary =
      error instanceof Failure && error.cause instanceof SyntaxError && text.includes('"binary_data_size"')
    throw isBinary ? invalid(`binary_data_size is not supported in the input file; ${asJson}.`, error) : error
  }
}

/**
 * The tensors that the model takes. Throws INVALID_INPUT with what is wrong and with the inputs that the model takes, and
 * INVALID_MODEL if no request can carry what the model takes.
 */
export function feedsOf(
  request: InferenceRequest,
  model: Pick<ModelInterface, 'inputMetadata'>,
): Record<string, Tensor> {
  try {
    return fittingFeeds(request, model)
  } catch (error) {
    if (!isFailure(error) || error.code !== 'INVALID_INPUT') throw error
    const modelInputs = describedInputs(model.inputMetadata)
    throw new Failure(error.code, error.message, { ...error.details, ...(modelInputs && { modelInputs }) }, error.cause)
  }
}

function fittingFeeds(request: InferenceRequest, model: Pick<ModelInterface, 'inputMetadata'>): Record<string, Tensor> {
  const inputs = new Map(request.inputs.map(input => [input.name, input]))
  if (inputs.size < request.inputs.length) throw invalid('An input name appears twice.')
  const names = model.inputMetadata.map(({ name }) => name)
  for (const name of inputs.keys()) {
    if (!names.includes(name)) throw invalid(`The model has no input "${name}"; it takes ${list(names)}.`)
  }
  const tensors = model.inputMetadata.map(metadata => {
    const input = inputs.get(metadata.name)
    const datatype = datatypeOfInput(metadata)
    if (!input) throw invalid(`The input "${metadata.name}" is missing; it takes ${list(names)}.`)
    return [metadata.name, tensorOf(input, metadata, datatype)]
  })
  return Object.fromEntries(tensors)
}

function tensorOf(input: Input, { shape }: ModelInput, wanted: string): Tensor {
  const datatype = datatypes[input.datatype]
  if (!datatype || input.datatype !== wanted) {
    throw invalid(`The input "${input.name}" has datatype ${input.datatype}; the model takes ${wanted}.`)
  }
  if (shape) checkShape(input, shape)
  // The array may be of any class: the tensor's type decides.
  const data = (
    input.bulk ? packBulk(input, input.bulk, datatype) : pack(flatten(input), 0, datatype, input)
  ) as Float32Array
  const tensor = new Tensor(datatype.type as 'float32', data, input.shape)
  // If the language has Float16Array (Node 24), Tensor wraps the bits in one. The native side of 1.30 then takes that
  // for empty (github.com/microsoft/onnxruntime/pull/32323). It reads the bits themselves in every version.
  return datatype.type === 'float16' ? Object.defineProperty(tensor, 'data', { value: data }) : tensor
}

function checkShape({ name, shape }: Input, wanted: readonly (number | string)[]): void {
  // A dimension is free if the model gives it a name (a batch, say) and no number.
  const fits =
    shape.length === wanted.length && wanted.every((size, axis) => typeof size === 'string' || size === shape[axis])
  if (!fits) throw invalid(`The input "${name}" has shape [${shape}]; the model takes [${wanted.map(nameOfSize)}].`)
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

// Packs the slices one by one into an array of its final size.
function packBulk(input: Input, bulk: Bulk, datatype: Datatype): unknown {
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
  throw invalid(`Element ${index} of the input "${name}" is ${shown(value)}; ${datatype} takes ${takes}.`)
}

// Shows no content of an array or object: it may be nested deeper than JSON.stringify goes.
function shown(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number') return String(value) // JSON.parse turns 1e400 into Infinity, and JSON.stringify turns that into null
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value)?.slice(0, 40)
}

function invalid(message: string, cause?: unknown): Failure {
  return new Failure('INVALID_INPUT', message, {}, cause)
}
