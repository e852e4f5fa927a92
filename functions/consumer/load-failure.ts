import { posix } from 'node:path'
import { Failure } from '../failure/failure.ts'
import type { ModelGraph } from './model-graph.ts'
import { reasonOf } from './runtime-reason.ts'
import { elementTypeOf } from './value-type.ts'

/**
 * The failure for a model that cannot be loaded. `name` is its name in requests; the runtime's own error is the cause.
 */
export function loadFailure(name: string, graph: ModelGraph, error: unknown): Failure {
  const shownFolder = posix.join('models', posix.dirname(name), '/')
  const reason = unknownType(graph, error) ?? reasonOf(error, shownFolder)
  const message = `models/${name} is not a model that ONNX Runtime can load: ${reason}.`
  return new Failure('INVALID_MODEL', message, {}, error)
}

// The binding for Node.js (lib/backend.ts of onnxruntime-node, dataTypeStrings) has fewer types than the runtime, and
// its error has only the type's number.
function unknownType({ inputs, outputs }: ModelGraph, error: unknown): string | undefined {
  const refused = /^Error: Unsupported data type: (\d+)$/.exec(String(error))
  if (!refused) return undefined
  const type = elementTypeOf(Number(refused[1]))
  const sides = { input: inputs, output: outputs }
  const found = Object.entries(sides).flatMap(([side, values]) =>
    [...values].filter(([, value]) => value.elements === type).map(([name]) => `its ${side} "${name}"`),
  )
  return `${found[0] ?? 'an input or output'} is a tensor of ${type}, which ONNX Runtime for Node.js does not have`
}
