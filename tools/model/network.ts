import type { Random } from './random.ts'

/** output = input × weights + bias */
export interface Layer {
  readonly inputs: number
  readonly outputs: number
  /** One row for each input. So an input of 0 costs nothing, and ONNX's Gemm can use the weights unchanged. */
  readonly weights: Float32Array
  readonly bias: Float32Array
}

/** Fully connected layers with ReLU between them and softmax at the end. */
export type Network = readonly Layer[]

/** Draws weights evenly from the range that keeps the variance from layer to layer (He et al. 2015, for ReLU). */
export function initialNetwork(sizes: readonly number[], random: Random): Network {
  return sizes.slice(1).map((outputs, layer) => {
    const inputs = sizes[layer]!
    const limit = Math.sqrt(6 / inputs)
    const weights = Float32Array.from({ length: inputs * outputs }, () => (2 * random() - 1) * limit)
    return { inputs, outputs, weights, bias: new Float32Array(outputs) }
  })
}

/** Computes the activations of every layer, from the input itself to the probabilities. */
export function activations(network: Network, input: Float32Array): Float32Array[] {
  const result = [input]
  for (const [index, layer] of network.entries()) {
    const output = weightedSums(layer, result[index]!)
    if (index === network.length - 1) softmax(output)
    else for (let o = 0; o < output.length; o += 1) if (output[o]! < 0) output[o] = 0
    result.push(output)
  }
  return result
}

function weightedSums({ inputs, outputs, weights, bias }: Layer, input: Float32Array): Float32Array {
  const sums = Float32Array.from(bias)
  for (let i = 0; i < inputs; i += 1) {
    const value = input[i]!
    if (value === 0) continue
    const row = i * outputs
    for (let o = 0; o < outputs; o += 1) sums[o] = sums[o]! + value * weights[row + o]!
  }
  return sums
}

function softmax(values: Float32Array): void {
  let highest = values[0]!
  for (const value of values) if (value > highest) highest = value
  let sum = 0
  // Stored in 32 bits, so that the last bits of exp(), in which machines may differ, do not matter.
  for (let o = 0; o < values.length; o += 1) sum += values[o] = Math.fround(Math.exp(values[o]! - highest))
  for (let o = 0; o < values.length; o += 1) values[o] = values[o]! / sum
}
