import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ApiAnswer } from '../../exercise/api-client.ts'
import { type DigitSample, digitSamples, modelFile } from '../../exercise/digits.ts'
import { expectStatus } from '../../exercise/expect-answer.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { observe } from '../observer/observer.ts'
import { type PassingObject, passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'

export interface Prediction {
  readonly sample: DigitSample
  readonly input: PassingObject
  /** SHA-256 of the bytes that the observer wrote to EFS. */
  readonly givenSha256: string
  readonly answer: ApiAnswer
}

export interface PlacedModel {
  /** The name that /predict takes: the key below models/. */
  readonly model: string
  /** SHA-256 of the model file. */
  readonly modelSha256: string
}

export interface Predictions extends PlacedModel {
  /** The two inputs are different digits. */
  readonly first: Prediction
  readonly second: Prediction
}

/**
 * A model and two inputs. The observer puts them on EFS, so that the checks depend on the Consumer alone. Each input is
 * predicted once, without archive, which would need S3. Several criteria use the predictions.
 */
export function predictions(verification: Verification): Promise<Predictions> {
  return verification.once('predictions', async () => {
    await requireUsable(verification, 'consumer')
    const placed = await placeModel(verification)
    const [first, second] = await digitSamples()
    return {
      ...placed,
      first: await predict(verification, first!, placed.model),
      second: await predict(verification, second!, placed.model),
    }
  })
}

/** The digits model on EFS, under a unique name. */
export function placeModel(verification: Verification): Promise<PlacedModel> {
  return verification.once('model on EFS', async () => {
    const observer = await observe(verification)
    const { key, path } = passingObject(verification, 'models', 'digits')
    const content = await readFile(modelFile)
    await observer.write(path, content)
    return { model: key.slice('models/'.length), modelSha256: sha256(content) }
  })
}

async function predict(verification: Verification, sample: DigitSample, model: string): Promise<Prediction> {
  const input = passingObject(verification, 'inputs', `digit-${sample.label}`)
  await (await observe(verification)).write(input.path, sample.body)
  const answer = await verification.api.post('/predict', { fileId: input.fileId, model }, verification.signal)
  return { sample, input, givenSha256: sha256(sample.body), answer: expectStatus(answer, 200, 'POST /predict') }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
