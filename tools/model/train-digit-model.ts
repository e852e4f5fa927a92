import { type Progress, silent } from '../command/progress.ts'
import { type Digit, readDigits, splitDigits } from './digits.ts'
import type { Layer, Network } from './network.ts'
import { onnxModel } from './fully-connected-model.ts'
import { type Training, train } from './train.ts'

export interface DigitTraining extends Training {
  /** The number of digits that are kept out of training. */
  readonly heldOut: number
}

export interface Watch {
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

/**
 * The options of the committed model. Layers, epochs and rate were chosen by the accuracy on 1000 training digits that
 * were left out for that purpose. The held-out digits were not used.
 */
export const digitTraining: DigitTraining = {
  seed: 1,
  heldOut: 2000,
  hidden: [128, 64],
  epochs: 20,
  learningRate: 0.02,
}

/** Trains the model as ONNX, and returns it with the held-out digits. The result depends only on the options. */
export async function trainDigitModel(
  options: DigitTraining,
  { progress = silent, signal }: Watch = {},
): Promise<{ model: Buffer; trainingDigits: number; heldOut: Digit[] }> {
  const { training, heldOut } = splitDigits(readDigits(), options)
  progress.step(`Training on ${training.length} digits; ${heldOut.length} are held out`)
  const onEpoch = (epoch: number, loss: number) =>
    progress.detail(`epoch ${epoch} of ${options.epochs}: mean loss ${loss.toFixed(4)}`)
  const network = await train(training, options, { onEpoch, signal })
  return { model: exportNetwork(network), trainingDigits: training.length, heldOut }
}

export function exportNetwork(network: Network): Buffer {
  return Buffer.concat([
    ...onnxModel(
      network.map(({ inputs, outputs, weights, bias }: Layer) => ({
        inputs,
        outputs,
        weights: () => [bytesOf(weights)],
        bias: () => [bytesOf(bias)],
      })),
    ),
  ])
}

// ONNX stores numbers in little-endian order, like all processors for which ONNX Runtime has binaries.
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
