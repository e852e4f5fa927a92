import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { classify } from './classify.ts'
import { type ModelCard, modelCard } from './model-card.ts'
import { chooseSamples, inferenceRequest } from './samples.ts'
import { type DigitTraining, digitTraining, trainDigitModel, type Watch } from './train-digit-model.ts'

/** Trains and measures the model, and writes digits.onnx, digits.json and samples/ into the folder. */
export async function writeDigitModel(
  folder: string,
  { progress, signal, ...changes }: Partial<DigitTraining> & Watch = {},
): Promise<ModelCard> {
  const options = { ...digitTraining, ...changes }
  const { model, trainingDigits, heldOut } = await trainDigitModel(options, { progress, signal })
  const classifications = await classify(model, heldOut)
  const card = modelCard(model, options, trainingDigits, classifications)
  const samples = chooseSamples(classifications)
  await mkdir(join(folder, 'samples'), { recursive: true })
  await writeFile(join(folder, card.file), model)
  await writeFile(join(folder, 'digits.json'), json(card))
  await writeFile(join(folder, 'samples/index.json'), json(samples.map(({ sample }) => sample)))
  for (const { sample, digit } of samples) {
    await writeFile(join(folder, 'samples', sample.file), inferenceRequest(digit))
  }
  return card
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
