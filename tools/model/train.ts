import { setImmediate } from 'node:timers/promises'
import { classes, type Digit } from './digits.ts'
import { distort } from './distort.ts'
import { activations, initialNetwork, type Layer, type Network } from './network.ts'
import { randomNumbers, shuffle } from './random.ts'

export interface Training {
  readonly seed: number
  readonly epochs: number
  /** The widths of the layers between the image and the classes. */
  readonly hidden: readonly number[]
  /** The rate of the first epoch. It falls to zero in even steps. */
  readonly learningRate: number
}

export interface TrainingWatch {
  readonly onEpoch?: (epoch: number, loss: number) => void
  readonly signal?: AbortSignal
}

/**
 * Stochastic gradient descent, one distorted digit a step. The same digits and seed give the same weights to the bit.
 */
export async function train(
  digits: readonly Digit[],
  { seed, epochs, hidden, learningRate }: Training,
  { onEpoch, signal }: TrainingWatch = {},
): Promise<Network> {
  const network = initialNetwork([digits[0]!.pixels.length, ...hidden, classes], randomNumbers(seed, 'initial weights'))
  const order = digits.map((_, index) => index)
  const random = randomNumbers(seed, 'training')
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = learningRate * (1 - epoch / epochs)
    let loss = 0
    for (const index of shuffle(order, random)) {
      const { pixels, label } = digits[index]!
      loss += learn(network, distort(pixels, random), label, rate)
    }
    onEpoch?.(epoch + 1, loss / digits.length)
    // Gives Ctrl-C a chance.
    await setImmediate(undefined, { signal })
  }
  return network
}

/** Makes one step against the gradient of the cross entropy, and returns the loss. */
function learn(network: Network, pixels: Float32Array, label: number, rate: number): number {
  const values = activations(network, pixels)
  const probabilities = values[network.length]!
  let delta: Float32Array = Float32Array.from(probabilities)
  delta[label] = delta[label]! - 1
  for (let index = network.length - 1; index >= 0; index -= 1) {
    const layer = network[index]!
    const input = values[index]!
    const previous = index > 0 ? propagate(layer, input, delta) : delta
    descend(layer, input, delta, rate)
    delta = previous
  }
  return -Math.log(Math.max(probabilities[label]!, 1e-30))
}

// The gradient passes a ReLU where the value passed.
function propagate({ inputs, outputs, weights }: Layer, input: Float32Array, delta: Float32Array): Float32Array {
  const previous = new Float32Array(inputs)
  for (let i = 0; i < inputs; i += 1) {
    if (input[i] === 0) continue
    let sum = 0
    for (let o = 0; o < outputs; o += 1) sum += weights[i * outputs + o]! * delta[o]!
    previous[i] = sum
  }
  return previous
}

function descend(
  { inputs, outputs, weights, bias }: Layer,
  input: Float32Array,
  delta: Float32Array,
  rate: number,
): void {
  for (let i = 0; i < inputs; i += 1) {
    const step = rate * input[i]!
    if (step === 0) continue
    const row = i * outputs
    for (let o = 0; o < outputs; o += 1) weights[row + o] = weights[row + o]! - step * delta[o]!
  }
  for (let o = 0; o < outputs; o += 1) bias[o] = bias[o]! - rate * delta[o]!
}
