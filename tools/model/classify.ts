import { InferenceSession, Tensor } from '../../functions/consumer/onnx-runtime.ts'
import { classes, type Digit, imagePixels } from './digits.ts'
import { inputName, outputName } from './fully-connected-model.ts'

export interface Classification {
  readonly digit: Digit
  /** The most probable label. */
  readonly predicted: number
  readonly probability: number
}

/** Runs this model with ONNX Runtime over the digits, all in one batch. */
export async function classify(model: Uint8Array, digits: readonly Digit[]): Promise<Classification[]> {
  const session = await InferenceSession.create(model, { executionProviders: ['cpu'], intraOpNumThreads: 1 })
  try {
    const pixels = new Float32Array(digits.length * imagePixels)
    for (const [index, digit] of digits.entries()) pixels.set(digit.pixels, index * imagePixels)
    const outputs = await session.run({ [inputName]: new Tensor('float32', pixels, [digits.length, imagePixels]) })
    const probabilities = outputs[outputName]!.data as Float32Array
    return digits.map((digit, index) => {
      const row = probabilities.subarray(index * classes, (index + 1) * classes)
      const probability = Math.max(...row)
      return { digit, predicted: row.indexOf(probability), probability }
    })
  } finally {
    await session.release()
  }
}

export function accuracyOf(classifications: readonly Classification[]): number {
  return classifications.filter(isRight).length / classifications.length
}

export function isRight({ digit, predicted }: Classification): boolean {
  return predicted === digit.label
}
