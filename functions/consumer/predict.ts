import type { InferenceSession } from 'onnxruntime-node'
import type { Bucket } from '../bucket/bucket.ts'
import { writeJson } from '../json/write-json.ts'
import { roundMs, type Trace } from '../log/trace.ts'
import { replaceFile } from '../working-set/staged-file.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import { feedsOf, type InferenceRequest, parseInferenceRequest } from './inference-request.ts'
import { type Output, outputsOf } from './inference-response.ts'
import { readInputFile } from './input-file.ts'
import type { Model } from './model.ts'
import type { ModelCache } from './model-cache.ts'
import { findModelFile } from './model-file.ts'
import type { PredictRequest } from './predict-request.ts'
import { fetchedNames, requestedOutputs } from './requested-outputs.ts'
import { runFailure } from './run-failure.ts'

export interface Prediction {
  path: readonly string[]
  s3Key?: string
  // That of the request, if it has one.
  id?: string
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
  // The request's own where it has one, as inference_rest.md of the protocol asks.
  const id = input.request.id ?? fileId
  // Written before the writing is over, so the file's own times end with the inference.
  const parameters = { fileId, ...hashes, durationMs: trace.durationMs, stages: { ...stages } }
  const result = `${writeJson({ model_name: request.model, id, outputs, parameters })}\n`
  await timed('write', () => replaceFile(workingSet, path, result))
  const prediction: Prediction = { path, id: input.request.id ?? undefined, ...hashes, outputs, stages }
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

async function infer({ session, interface: known }: Model, request: InferenceRequest): Promise<Output[]> {
  const feeds = feedsOf(request, known)
  const outputs = requestedOutputs(request, known)
  const names = fetchedNames(outputs, session.outputNames)
  const run = (feeds: InferenceSession.FeedsType) => session.run(feeds, names)
  const results = await run(feeds).catch(async error => {
    throw await runFailure(error, known, request, run)
  })
  return outputsOf(results, outputs)
}
