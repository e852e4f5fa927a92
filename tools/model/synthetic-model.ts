import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CommandError } from '../command/command-error.ts'
import { classes, imagePixels } from './digits.ts'
import { onnxModel, onnxModelLength, type WrittenLayer } from './fully-connected-model.ts'
import { wideField } from './protobuf-field.ts'
import { type RandomBytes, randomBytes } from './random.ts'

export interface SyntheticModel {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  /** The widths from the image to the classes. */
  readonly layers: readonly number[]
}

const mebibyte = 1024 * 1024
const hiddenLayers = 8
const modelDocString = 6 // of ModelProto in onnx.proto
const minBytes = 64 * 1024
// The limit of protobuf, and so of an ONNX model in one file (onnx.ai/onnx/repo-docs/ExternalData.html).
const maxBytes = 2 ** 31 - 1

/**
 * Writes a model of exactly `bytes` bytes with the digit classifier's input, output and kind of layers, but wider and
 * deeper. Its weights come from the seed: it runs as slowly as a model of its size, but has learned nothing. The same
 * size and seed give the same bytes. Memory does not grow with the size.
 */
export async function writeSyntheticModel(
  path: string,
  { bytes, seed, signal }: { bytes: number; seed: number; signal?: AbortSignal },
): Promise<SyntheticModel> {
  if (!Number.isInteger(bytes) || bytes < minBytes || bytes > maxBytes) {
    const message = `A synthetic model has ${minBytes} to ${maxBytes} bytes, got ${bytes}.`
    throw new CommandError('INVALID_SIZE', message, { nextStep: 'An ONNX model in one file stays below 2 GiB.' })
  }
  const random = randomBytes(seed, 'synthetic model')
  const widths = widestWithin(bytes)
  const hash = createHash('sha256')
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${randomUUID()}`
  try {
    const chunks = paddedTo(bytes, layersOf(widths, random))
    await pipeline(
      Readable.from(chunks),
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          hash.update(piece)
          yield piece
        }
      },
      createWriteStream(unfinished),
      { signal },
    )
    await rename(unfinished, path)
  } finally {
    await rm(unfinished, { force: true })
  }
  return { path, bytes, sha256: hash.digest('hex'), layers: widths }
}

/** The width of the hidden layers with which the file comes nearest to the size without exceeding it. */
function widestWithin(bytes: number): number[] {
  const widthsOf = (hidden: number) => [imagePixels, ...Array<number>(hiddenLayers).fill(hidden), classes]
  const fits = (hidden: number) => onnxModelLength(layersOf(widthsOf(hidden))) + padding(0).length <= bytes
  let [widest, tooWide] = [1, Math.ceil(Math.sqrt(bytes))]
  while (tooWide - widest > 1) {
    const middle = Math.floor((widest + tooWide) / 2)
    if (fits(middle)) widest = middle
    else tooWide = middle
  }
  return widthsOf(widest)
}

function layersOf(widths: readonly number[], random?: RandomBytes): WrittenLayer[] {
  return widths.slice(1).map((outputs, index) => {
    const inputs = widths[index]!
    return {
      inputs,
      outputs,
      weights: () => (random ? randomWeights(inputs, inputs * outputs * 4, random) : []),
      bias: () => [Buffer.alloc(outputs * 4)],
    }
  })
}

function* paddedTo(bytes: number, layers: readonly WrittenLayer[]): Generator<Uint8Array> {
  yield padding(bytes - onnxModelLength(layers) - padding(0).length)
  yield* onnxModel(layers)
}

// The rest up to the requested size is a comment, shorter than one more column of weights.
function padding(length: number): Buffer {
  return Buffer.concat([wideField(modelDocString, length), Buffer.alloc(length, ' ')])
}

/**
 * Draws random signs and fractions under one exponent: floats of about the size that keeps the variance from layer to
 * layer, at the speed of the generator.
 */
function* randomWeights(inputs: number, length: number, random: RandomBytes): Generator<Uint8Array> {
  const exponent = Math.round(Math.log2(Math.sqrt(2 / inputs) / 1.5))
  const exponentBits = (exponent + 127) << 23
  for (let left = length; left > 0; left -= mebibyte) {
    const block = Uint8Array.from(random(Math.min(left, mebibyte)))
    const words = new Uint32Array(block.buffer)
    for (let index = 0; index < words.length; index += 1) words[index] = (words[index]! & 0x807fffff) | exponentBits
    yield block
  }
}
