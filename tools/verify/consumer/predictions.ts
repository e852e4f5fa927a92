import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { ApiAnswer } from '../../exercise/api-client.ts'
import { type DigitSample, digitSamples, modelFile } from '../../exercise/digits.ts'
import { expectStatus } from '../../exercise/expect-answer.ts'
import { observe } from '../observer/observer.ts'
import { type PassingObject, passingObject } from '../observer/passing-object.ts'
import { waitUntil } from '../observer/wait-until.ts'
import type { Verification } from '../verification.ts'

export interface Prediction {
  readonly sample: DigitSample
  readonly input: PassingObject
  /** SHA-256 of what was ingested. */
  readonly givenSha256: string
  readonly answer: ApiAnswer
}

export interface Predictions {
  /** As /predict names it: its key below models/. */
  readonly model: string
  /** SHA-256 of the model file. */
  readonly modelSha256: string
  /** Two different digits; the first result is archived, the second is not. */
  readonly archived: Prediction
  readonly other: Prediction
}

/** A model brought by its event and two inputs by the API, each predicted once; several criteria look at them. */
export function predictions(look: Verification): Promise<Predictions> {
  return look.once('predictions', async () => {
    const model = await bringModel(look)
    const [first, second] = await digitSamples()
    return {
      ...model,
      archived: await predict(look, first!, model.model, true),
      other: await predict(look, second!, model.model, false),
    }
  })
}

async function bringModel(look: Verification): Promise<{ model: string; modelSha256: string }> {
  const observer = await observe(look)
  const { key, path } = await passingObject(look, 'models', 'digits')
  const Body = await readFile(modelFile)
  await look.clients.s3.send(new PutObjectCommand({ Bucket: look.system.bucketName, Key: key, Body }))
  await waitUntil(look, `${key} on EFS, after it was put into the bucket`, async () => {
    const [state] = await observer.look(path)
    return state!.type === 'file' ? state : undefined
  })
  return { model: key.slice('models/'.length), modelSha256: sha256(Body) }
}

async function predict(look: Verification, sample: DigitSample, model: string, archive: boolean): Promise<Prediction> {
  const input = await passingObject(look, 'inputs', `digit-${sample.label}`)
  const data = sample.body.toString('utf8')
  expectStatus(await look.api.post('/ingest', { key: input.key, data }, look.signal), 201, 'POST /ingest of a digit')
  const answer = await look.api.post('/predict', { fileId: input.fileId, model, archive }, look.signal)
  return { sample, input, givenSha256: sha256(sample.body), answer: expectStatus(answer, 200, 'POST /predict') }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
