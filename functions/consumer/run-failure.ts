import { Failure } from '../failure/failure.ts'
import { feedsOf, type InferenceRequest } from './inference-request.ts'
import type { ModelInterface } from './model-interface.ts'
import type { Tensor } from './onnx-runtime.ts'
import { reasonOf } from './runtime-reason.ts'

type Run = (feeds: Record<string, Tensor>) => Promise<unknown>

/**
 * The failure of a run: INVALID_INPUT for faults of the input (an index out of range, sizes that do not fit together),
 * INVALID_MODEL for faults that no input can avoid. The tensors have the names, types and sizes that the model
 * declares, so the runtime's error does not distinguish the two. Other inputs do: if the model fails over each of them
 * with the same words, which have the indices and sizes in them, the input is not the cause. `presume` gets the answer
 * that holds if trying the other inputs ends the process or takes too long.
 */
export async function runFailure(
  error: unknown,
  model: ModelInterface,
  request: InferenceRequest,
  run: Run,
  presume: (failure: Failure) => void = () => {},
): Promise<Failure> {
  const reason = reasonOf(error)
  const ofInput = new Failure('INVALID_INPUT', `The model cannot be run over this input: ${reason}.`, {}, error)
  presume(ofInput)
  if (await failsAlways(error, model, request, run)) {
    const message = `The model fails over every input in the same way: ${reason}.`
    return new Failure('INVALID_MODEL', message, {}, error)
  }
  return ofInput
}

// Inputs with more elements are not tried: that would take as much time and memory as the run itself.
const triedElements = 1_000_000

async function failsAlways(
  error: unknown,
  model: ModelInterface,
  request: InferenceRequest,
  run: Run,
): Promise<boolean> {
  const elements = request.inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  // A loop may never end over an input that it was not made for.
  if (model.hasLoop || elements > triedElements || /\bmemory\b/i.test(textOf(error))) return false
  for (const inputs of otherInputs(request, model)) {
    try {
      await run(feedsOf({ inputs }, model))
      return false
    } catch (again) {
      if (textOf(again) !== textOf(error)) return false
    }
  }
  return true
}

// Zeros and ones of the same sizes, then zeros of other sizes wherever the model leaves a size open: an index in the
// model itself may be valid in a larger tensor.
function* otherInputs({ inputs }: InferenceRequest, model: ModelInterface): Generator<InferenceRequest['inputs']> {
  for (const one of [false, true]) yield inputs.map(input => filled(input, one, input.shape))
  const declared = new Map(model.inputMetadata.map(({ name, shape }) => [name, shape]))
  for (const [size, ...anyShape] of openSizes) {
    yield inputs.map(input => filled(input, false, withSizes(declared.get(input.name), size) ?? anyShape))
  }
}

// The sizes of an open dimension to try, and the shapes to try for an input that takes any shape.
const openSizes = [
  [1, 1],
  [2, 2, 2],
  [16, 1, 1, 1, 1, 1, 1, 1, 1],
  [4096, 4096],
] as const
// Inputs with more elements than this get a smaller size: what the model makes of its input may be much larger.
const openElements = 4096

function withSizes(shape: readonly (number | string)[] | undefined, size: number): number[] | undefined {
  if (!shape) return undefined
  const fixed = shape.filter(each => typeof each === 'number')
  const fitting = (openElements / sizeOf(fixed)) ** (1 / (shape.length - fixed.length))
  const open = Math.max(1, Math.min(size, Math.floor(fitting + 1e-9))) // rounding may leave a root just below its whole number
  return shape.map(each => (typeof each === 'number' ? each : open))
}

type Input = InferenceRequest['inputs'][number]

function filled({ name, datatype }: Input, one: boolean, shape: number[]): Input {
  const element = datatype === 'BOOL' ? one : datatype === 'BYTES' ? String(Number(one)) : Number(one)
  return { name, datatype, shape, data: Array(sizeOf(shape)).fill(element) }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
