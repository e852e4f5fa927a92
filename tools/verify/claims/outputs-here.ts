import { InferenceSession, Tensor } from '../../../functions/consumer/onnx-runtime.ts'
import type { DigitSample } from '../../exercise/digits.ts'
import { inputName, outputName } from '../../model/fully-connected-model.ts'

/**
 * The outputs of a model for each digit, computed on this machine from the file that is uploaded. The deployed Consumer
 * must come to the same.
 */
export async function outputsHere(path: string, samples: readonly DigitSample[]): Promise<number[][]> {
  const session = await InferenceSession.create(path, { executionProviders: ['cpu'], intraOpNumThreads: 1 })
  try {
    const outputs: number[][] = []
    for (const { body } of samples) {
      const [{ data, shape }] = JSON.parse(body.toString('utf8')).inputs
      const image = new Tensor('float32', Float32Array.from(data as number[]), shape as number[])
      const { [outputName]: probabilities } = await session.run({ [inputName]: image })
      outputs.push([...(probabilities!.data as Float32Array)])
    }
    return outputs
  } finally {
    await session.release()
  }
}

/** Two machines may add the same products in another order: softmax gives values of at most 1, and these differ by less. */
const tolerance = 1e-4

export function areEqual(outputs: readonly number[] | undefined, expected: readonly number[]): boolean {
  return (
    outputs?.length === expected.length &&
    expected.every((value, index) => Math.abs(outputs[index]! - value) < tolerance)
  )
}
