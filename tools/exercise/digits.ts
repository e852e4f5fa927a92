import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The digit classifier of tools/model. */
export const modelFile = fileURLToPath(new URL('../model/digits.onnx', import.meta.url))

export interface DigitSample {
  /** Its key in the bucket. */
  readonly key: string
  /** The digit that a person sees. */
  readonly label: number
  /** An Open Inference Protocol request, as JSON text. */
  readonly body: Buffer
}

/** Digits that the model was not trained on. Seven comes first: people write it in the most ways. */
export async function digitSamples(): Promise<DigitSample[]> {
  const labels = [7, 0, 1, 2, 3, 4, 5, 6, 8, 9]
  return Promise.all(
    labels.map(async label => {
      const name = `digit-${label}.json`
      const body = await readFile(fileURLToPath(new URL(`../model/samples/${name}`, import.meta.url)))
      return { key: `inputs/${name}`, label, body }
    }),
  )
}

/** The most probable class of an inference response's first output. */
export function digitOf(outputs: readonly { readonly data: readonly number[] }[]): number {
  const probabilities = outputs[0]!.data
  return probabilities.indexOf(Math.max(...probabilities))
}
