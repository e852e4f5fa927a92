import type { InferenceSession } from 'onnxruntime-node'
import type { Bucket } from '../bucket/bucket.ts'
import { Failure } from '../failure/failure.ts'
import { roundMs, type Trace } from '../log/trace.ts'
import { replaceFile } from '../working-set/staged-file.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import { feedsOf, type InferenceRequest, outputNamesOf, parseInferenceRequest } from './inference-request.ts'
import { type Output, outputsOf } from './inference-response.ts'
import { readInputFile } from './input-file.ts'
import type { Model } from './model.ts'
import type { ModelCache } from './model-cache.ts'
import { findModelFile } from './model-file.ts'
import type { PredictRequest } from './predict-request.ts'

export interface Prediction {
  path: readonly string[]
  s3Key?: string
  inputSha256: string
  modelSha256: string
  outputs: Output[]
  stages: Record<string, number>
}

export interface PredictParts {
  bucket: Bucket
  workingSet: WorkingSet
  models: ModelCache
}

// Reads an input, runs the model over it and writes the result, timing each stage.
export async function predict(request: PredictRequest, trace: Trace, parts: PredictParts): Promise<Prediction> {
  const { bucket, workingSet, models } = parts
  const { fileId } = request
  const stages: Record<string, number> = {}
  const input = await timed('read', async () => {
    const { text, sha256 } = await readInputFile(workingSet, fileId)
    return { request: parseInferenceRequest(text), sha256 }
  })
  const { model, release } = await timed('modelLoad', async () =>
    models.borrow(await findModelFile(workingSet, request.model)),
  )
  let outputs: Output[]
  try {
    outputs = await timed('inference', () => infer(model, input.request))
  } finally {
    await release()
  }
  const hashes = { inputSha256: input.sha256, modelSha256: model.sha256 }
  const path = ['outputs', `${fileId}.result`]
  // Written before the writing is over, so the file's own times end with the inference.
  const parameters = { ...hashes, durationMs: trace.durationMs, stages: { ...stages } }
  const result = `${JSON.stringify({ model_name: request.model, id: fileId, outputs, parameters })}\n`
  await timed('write', () => replaceFile(workingSet, path, result))
  const prediction: Prediction = { path, ...hashes, outputs, stages }
  if (request.archive) {
    prediction.s3Key = path.join('/')
    await timed('archive', () => bucket.put(path.join('/'), Buffer.from(result), 'application/json'))
  }
  return prediction

  async function timed<T>(stage: string, work: () => Promise<T>): Promise<T> {
    trace.stage = stage
    const startedAt = performance.now()
    try {
      return await work()
    } finally {
      stages[`${stage}Ms`] = roundMs(performance.now() - startedAt)
    }
  }
}

async function infer({ session }: Model, request: InferenceRequest): Promise<Output[]> {
  const feeds = feedsOf(request, session)
  const names = outputNamesOf(request, session)
  return outputsOf(await run(session, feeds, names))
}

// The tensors have the names, types and sizes that the model declares; what the runtime still refuses (an index out of
// range, sizes that do not go together) lies in the input.
async function run(session: InferenceSession, feeds: InferenceSession.FeedsType, names: string[]) {
  try {
    return await session.run(feeds, names)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure('INVALID_INPUT', `The model cannot be run over this input: ${reason}.`, {}, error)
  }
}
