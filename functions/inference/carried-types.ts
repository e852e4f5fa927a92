import type { InferenceSession } from 'onnxruntime-node'
import { datatypeNameOf } from '../consumer/datatypes.ts'
import { Failure } from '../failure/failure.ts'

// Refuses by name, before the run, a model with a tensor of an element type that the protocol does not have. The binding
// of ONNX Runtime 1.30 ends the process when it is to return one (SIGABRT with an output of INT4).
export function checkCarried({ inputMetadata, outputMetadata }: InferenceSession): void {
  for (const [kind, metadata] of [
    ['input', inputMetadata],
    ['output', outputMetadata],
  ] as const) {
    for (const value of metadata) {
      if (!value.isTensor || datatypeNameOf(value.type)) continue
      const message = `The model's ${kind} "${value.name}" has elements of type ${value.type}, which the protocol does not have.`
      throw new Failure('INVALID_MODEL', message)
    }
  }
}
