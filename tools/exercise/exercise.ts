import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import { restoreLeftConfiguration } from '../deploy/left-configuration.ts'
import type { ApiAnswer, ApiClient } from './api-client.ts'
import { openApi } from './deployed-api.ts'
import type { DeployedSystem } from './deployed-system.ts'
import { type DigitSample, digitOf, digitSamples, modelFile } from './digits.ts'
import { expectStatus, expectThat } from './expect-answer.ts'
import { ingestLarge, type LargeIngest } from './large-object.ts'
import { type RunKeys, runKeys } from './run-keys.ts'
import { type Retry, retriesSentence, settled } from './settling-calls.ts'
import { waitForModel, wakeConsumer } from './wait-for-model.ts'

export interface ExerciseOptions {
  /** Size of the large object, bytes. */
  readonly largeBytes: number
  readonly seed: number
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

/** The results of using the system once, end to end. Every part is checked; a wrong answer ends the exercise. */
export interface Exercise {
  readonly model: string
  readonly sample: { readonly key: string; readonly fileId: string; readonly label: number; readonly predicted: number }
  readonly created: unknown
  readonly repeated: unknown
  readonly missing: { readonly statusCode: number; readonly body: unknown }
  readonly s3Event: IngestedByEvent
  readonly predict: unknown
  readonly large: LargeIngest
  /** SHA-256 of the input as it was sent, and as the Consumer read it. */
  readonly inputSha256: { readonly given: string; readonly consumer: string }
  readonly answers: readonly { readonly step: string; readonly answer: ApiAnswer }[]
  /** Calls that failed at first, while the system settled, and were repeated. Runs before November 2026 have none. */
  readonly retries?: readonly Retry[]
}

export interface IngestedByEvent {
  readonly key: string
  readonly bytes: number
  /** From the end of the PUT of the model until a running Consumer first finds it. */
  readonly latencyMs: number
  /**
   * The end of the PUT by this machine's wall clock, ISO 8601. The time of the Producer's record is compared with it.
   */
  readonly putEndedAt: string
}

/** Ingests a model through the S3 event and an input through the API, predicts, and requests a missing file. */
export async function exercise(system: DeployedSystem, options: ExerciseOptions): Promise<Exercise> {
  const { progress = silent, signal } = options
  using connection = await connectToAws({ region: system.region, signal })
  const s3 = connection.clients.get(S3Client)
  const api = openApi(system, connection)
  const functions = [system.producer.functionName, system.consumer.functionName]
  await restoreLeftConfiguration(connection.clients.get(LambdaClient), functions, progress)
  const answers: { step: string; answer: ApiAnswer }[] = []
  const retries: Retry[] = []
  const post = async (step: string, path: '/ingest' | '/predict', body: object) => {
    const answer = await settled(step, () => api.post(path, body, signal), retries, signal)
    answers.push({ step, answer })
    return answer
  }
  try {
    const [sample] = await digitSamples()
    const { label, body } = sample!
    const keys = await runKeys(s3, system.bucketName, { input: sample!.key, largeBytes: options.largeBytes })
    const { input: key, modelName } = keys
    progress.step(`Ingest ${key}: an unseen ${label}, put into the bucket and copied to EFS by the Producer`)
    await putSample(s3, system, { ...sample!, key })
    const ingested = await post('ingest', '/ingest', { key })
    // A call that was answered 504 may still have done its work.
    const again = retries.length > 0 && ingested.statusCode === 200
    const created = again ? ingested : expectStatus(ingested, 201, `POST /ingest ${key}`)
    const { fileId } = created.body
    progress.detail(`${created.statusCode} ${fileId}, ${created.body.bytes} bytes at ${created.body.efsPath}`)
    const repeated = expectStatus(await post('ingest again', '/ingest', { key }), 200, `POST /ingest ${key} again`)
    expectThat(repeated.body.fileId === fileId, `The same key got another fileId: ${repeated.body.fileId}.`)
    progress.detail(`200 the same again: status "${repeated.body.status}", nothing written`)

    progress.step(`Put ${keys.model} into the bucket; its ObjectCreated event brings it to EFS`)
    const s3Event = await putModel(s3, system, api, { keys, fileId, retries }, signal)
    progress.detail(`found by a warm /predict ${s3Event.latencyMs.toFixed(0)} ms after the PUT`)

    progress.step('Predict')
    const request = { fileId, model: modelName, archive: true }
    const predict = expectStatus(await post('predict', '/predict', request), 200, 'POST /predict')
    const predicted = digitOf(predict.body.outputs)
    expectThat(predicted === label, `The model read ${predicted} where the digit is ${label}.`)
    progress.detail(
      `the digit is ${predicted}, which is right; result at ${predict.body.efsPath}, ${predict.body.s3Key}`,
    )

    const missing = await post('predict, missing file', '/predict', { fileId: 'no-such-file', model: modelName })
    expectStatus(missing, 404, 'POST /predict for a missing file')
    progress.detail(`a missing file is ${missing.statusCode} ${missing.body.error}`)

    const large = await ingestLarge(system, s3, api, { ...options, key: keys.large, retries })
    if (retries.length > 0) progress.notice(`${retriesSentence(retries)}. The run keeps them.`)
    const given = createHash('sha256').update(body).digest('hex')
    return {
      model: modelName,
      sample: { key, fileId, label, predicted },
      created: created.body,
      repeated: repeated.body,
      missing: { statusCode: missing.statusCode, body: missing.body },
      s3Event,
      predict: predict.body,
      large,
      inputSha256: { given, consumer: predict.body.inputSha256 },
      answers,
      retries,
    }
  } finally {
    api.close()
  }
}

async function putSample(s3: S3Client, { bucketName: Bucket }: DeployedSystem, { key: Key, body: Body }: DigitSample) {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json' }))
}

async function putModel(
  s3: S3Client,
  system: DeployedSystem,
  api: ApiClient,
  { keys: { model: Key, modelName }, fileId, retries }: { keys: RunKeys; fileId: string; retries: Retry[] },
  signal?: AbortSignal,
): Promise<IngestedByEvent> {
  const Body = await readFile(modelFile)
  const request = { fileId, model: modelName }
  await wakeConsumer(api, request, retries, signal)
  await s3.send(new PutObjectCommand({ Bucket: system.bucketName, Key, Body }))
  const putEndedAt = new Date().toISOString()
  const latencyMs = await waitForModel(api, request, signal)
  return { key: Key, bytes: Body.length, latencyMs, putEndedAt }
}
