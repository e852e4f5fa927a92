import type { Tensor } from 'onnxruntime-node'
import { Failure } from '../failure/failure.ts'
import { type Output, outputsOf } from '../consumer/inference-response.ts'
import type { ModelOutput } from '../consumer/model-interface.ts'
import { writeJson } from '../json/write-json.ts'

// The number of elements that are turned into JSON at a time. As JavaScript values and then as text they take some 50
// bytes each, so the memory for it does not grow with the tensor.
const elementsAtOnce = 65_536
const partBytes = 4 * 1024 ** 2

/**
 * These outputs of a run in the protocol's form: a JSON array in pieces of some MiB. Throws TOO_LARGE if there are more
 * bytes than the limit.
 */
export function* outputsJson(
  outputs: readonly ModelOutput[],
  results: Record<string, Tensor>,
  limitBytes: number,
): Generator<Buffer> {
  let [pieces, bytes, all]: [Buffer[], number, number] = [[], 0, 0]
  for (const text of texts(outputs, results)) {
    const piece = Buffer.from(text)
    pieces.push(piece)
    bytes += piece.length
    all += piece.length
    if (all > limitBytes) throw tooLarge(limitBytes)
    if (bytes < partBytes) continue
    yield Buffer.concat(pieces)
    ;[pieces, bytes] = [[], 0]
  }
  if (bytes > 0) yield Buffer.concat(pieces)
}

function tooLarge(limitBytes: number): Failure {
  const message = `The outputs of the model have more than ${limitBytes} bytes as JSON, which is the limit for a result.`
  return new Failure('TOO_LARGE', message, { limitBytes })
}

function* texts(outputs: readonly ModelOutput[], results: Record<string, Tensor>): Generator<string> {
  for (const [index, output] of outputs.entries()) {
    yield index === 0 ? '[' : ','
    yield* outputTexts(output, results)
  }
  yield outputs.length === 0 ? '[]' : ']'
}

function* outputTexts(output: ModelOutput, results: Record<string, Tensor>): Generator<string> {
  const { name, from = name, labels } = output
  // The labels of a ZipMap are not a tensor of a run.
  const tensor = labels ? undefined : (results[from] as Tensor)
  const size = tensor?.size ?? 0
  for (let at = 0; at === 0 || at < size; at += elementsAtOnce) {
    const [written] = outputsOf(tensor ? { [from]: slice(tensor, at) } : {}, [output])
    const { data, ...head } = written as Output
    yield at === 0 ? `${JSON.stringify(head).slice(0, -1)},"data":[` : ','
    yield writeJson(data).slice(1, -1)
  }
  yield ']}'
}

// A tensor with some of the elements, and only the members that outputsOf reads.
function slice({ type, dims, data }: Tensor, at: number): Tensor {
  const end = at + elementsAtOnce
  return { type, dims, data: Array.isArray(data) ? data.slice(at, end) : data.subarray(at, end) } as Tensor
}
