import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiAnswer } from '../../exercise/api-client.ts'
import { type DigitSample, digitSamples } from '../../exercise/digits.ts'
import { uploadInParts } from '../../exercise/upload-in-parts.ts'
import { writeSyntheticModel } from '../../model/synthetic-model.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { observe } from '../observer/observer.ts'
import { type PassingObject, passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'
import { firstAnswerOf } from './first-answer.ts'
import { outputsHere } from './outputs-here.ts'

export interface SeededModel extends PassingObject {
  /** The name that /predict takes: the key below models/. */
  readonly model: string
  readonly bytes: number
  /** SHA-256 of the file that was uploaded. */
  readonly sha256: string
  /** When the upload began. */
  readonly since: Date
  /** From the end of the upload to the first answer with the model, its loading included. */
  readonly usableMs: number
  /** Two different digits, and for each the answer of the deployed Consumer and the outputs computed here. */
  readonly predictions: readonly SeededPrediction[]
}

export interface SeededPrediction {
  readonly fileId: string
  readonly answer: ApiAnswer
  readonly expected: readonly number[]
}

const mebibyte = 1024 * 1024

/** The size of the model: in a quick verification one that is made and read in a moment. */
export function claimedSize({ quick, claimedBytes }: Pick<Verification, 'quick' | 'claimedBytes'>): number {
  return claimedBytes ?? (quick ? 32 : 300) * mebibyte
}

/**
 * A model made from a seed, uploaded below models/ and from there brought to EFS by its event alone. Several claims are
 * about it. It is removed when the checks are over.
 */
export function seededModel(verification: Verification): Promise<SeededModel> {
  return verification.once('seeded model', async () => {
    await requireUsable(verification, 'consumer')
    const bytes = claimedSize(verification)
    const folder = await mkdtemp(join(tmpdir(), 'lambda-efs-claims-'))
    const remove = verification.afterwards(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'seeded.onnx')
    const { sha256 } = await writeSyntheticModel(path, { bytes, seed: 1, signal: verification.signal })
    const samples = (await digitSamples()).slice(0, 2)
    const expected = await outputsHere(path, samples)
    const inputs = await Promise.all(samples.map(sample => placeInput(verification, sample)))

    const placed = passingObject(verification, 'models', 'seeded')
    const model = placed.key.slice('models/'.length)
    const since = new Date()
    const params = { Bucket: verification.system.bucketName, Key: placed.key, Body: createReadStream(path) }
    await uploadInParts(verification.clients.s3, params)
    await remove()
    const first = await firstAnswerOf(verification, { fileId: inputs[0]!.fileId, model })
    const second = await verification.api.post('/predict', { fileId: inputs[1]!.fileId, model }, verification.signal)
    const predictions = [first.answer, second].map((answer, index) => {
      return { fileId: inputs[index]!.fileId, answer, expected: expected[index]! }
    })
    return { ...placed, model, bytes, sha256, since, usableMs: first.afterMs, predictions }
  })
}

/** A digit on EFS, put there by the observer, so that the claim depends on nothing but the model's way. */
export async function placeInput(verification: Verification, { label, body }: DigitSample): Promise<PassingObject> {
  const input = passingObject(verification, 'inputs', `claim-digit-${label}`)
  await (await observe(verification)).write(input.path, body)
  return input
}
