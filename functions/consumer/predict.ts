import type { Bucket } from '../bucket/bucket.ts'
import { isFailure } from '../failure/failure.ts'
import { roundMs, type Trace } from '../log/trace.ts'
import type { Inference, Inferred } from './inference.ts'
import { inputLimit } from './input-limit.ts'
import type { ModelCache } from './model-cache.ts'
import type { PredictRequest } from './predict-request.ts'
import { ModelGone, ProcessEnded } from './process-end.ts'
import type { Storage } from './storage.ts'

export interface Prediction {
  /** The place of the result, for people. */
  resultPath: string
  s3Key?: string
  /** The id of the request, if it has one. */
  id: string | undefined
  inputSha256: string
  modelSha256: string
  /** The protocol's outputs as the JSON of an array, in pieces. */
  outputs: Buffer[]
  stages: Record<string, number>
}

export interface PredictParts {
  openBucket: () => Promise<Pick<Bucket, 'put'>>
  storage: Storage
  inference: Inference
  models: ModelCache
}

/**
 * Reads an input, runs the model over it and writes the result, and measures the time of each stage. Loading and
 * running the model end at the deadline (on the clock of performance.now()) with INFERENCE_TIMEOUT.
 */
export async function predict(
  request: PredictRequest,
  trace: Trace,
  deadline: number,
  parts: PredictParts,
): Promise<Prediction> {
  const { openBucket, storage, models, inference } = parts
  const { fileId } = request
  const stages: Record<string, number> = {}
  const { readInput, openModel, writeResult } = storage.forRequest()
  // The model is looked up while the input is read.
  const finding = openModel(request.model)
  finding.catch(() => undefined) // a failure surfaces when the model is needed
  const input = await timed('read', () => readInput(fileId, inputLimit(inference.emptyRoom.bytes)))
  const { inferred, hashes, result, writing } = await infer()
  const { outputs, id } = inferred
  const resultPath = await timed('write', () => writing)
  const prediction: Prediction = { resultPath, id, ...hashes, outputs, stages }
  if (request.archive) {
    const s3Key = `outputs/${fileId}.result`
    prediction.s3Key = s3Key
    await timed('archive', async () => {
      const bucket = await openBucket()
      await bucket.put(s3Key, Buffer.concat(result), 'application/json')
    })
  }
  return prediction

  // One of several queued requests may end the process that has loaded the models of all; the others load theirs again.
  // This request repeats once if the process ends before it takes the request, or if other models in it take the room.
  async function infer() {
    let again = true
    for (;;) {
      const { model, release } = await timed('modelLoad', borrowModel)
      const { isFirst } = model.session
      const othersMb = model.session.othersMb()
      const slow = `The model ${request.model} took too long over this input, and was ended.`
      try {
        const hashes = { inputSha256: input.sha256, modelSha256: model.sha256 }
        const inferring = timed('inference', () => inference.within(deadline, model.session.infer(input.bytes), slow))
        const content = inferring.then(inferred => resultOf(inferred, hashes))
        const writing = writeResult(fileId, content)
        // a failure surfaces when the promise is awaited
        for (const each of [content, writing]) each.catch(() => undefined)
        // If there is no result, all of it is removed before the caller gets the error.
        const inferred = await inferring.catch(async error => {
          await writing.catch(() => undefined)
          throw error
        })
        return { inferred, hashes, result: await content, writing }
      } catch (error) {
        if (error instanceof ModelGone && (again || !error.untaken)) {
          if (error.untaken) again = false
          continue
        }
        if (again && isForOthers(error, othersMb, isFirst)) {
          again = false
          await model.session.endProcess()
          continue
        }
        throw error instanceof ProcessEnded ? error.failure(`The model ${request.model}`) : error
      } finally {
        await release()
      }
    }
  }

  async function borrowModel() {
    const borrowing = finding.then(stored => models.borrow(stored))
    const slow = `The model ${request.model} is not loaded yet. Send the request again: the loading continues.`
    try {
      return await inference.within(deadline, borrowing, slow)
    } catch (error) {
      // If the load finishes late nobody uses the model now, and it stays for the next request.
      borrowing.then(
        ({ release }) => release(),
        () => undefined,
      )
      throw error
    }
  }

  function resultOf({ outputs, id }: Inferred, hashes: object): Buffer[] {
    // The parameters are made before the result is written, so the times in the file end with the inference.
    const parameters = { fileId, ...hashes, durationMs: trace.durationMs, stages: { ...stages } }
    // The request's own id, if it has one, as inference_rest.md of the protocol asks.
    return resultFile({ model_name: request.model, id: id ?? fileId }, outputs, { parameters })
  }

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

// Whether there may be room once the other models of the process, which take this many MB, are gone. A refusal before
// the work has the memory that the work needs, or the limit that it exceeded. A run that was ended for its memory may
// have met leftovers of models that were released.
function isForOthers(error: unknown, othersMb: number, isFirst: boolean): boolean {
  if (!isFailure(error) || error.code !== 'TOO_LARGE') return false
  const { neededMemoryMb, memoryMb, limitBytes } = error.details
  if (limitBytes !== undefined) return othersMb > 0
  if (neededMemoryMb === undefined) return !isFirst
  return othersMb > 0 && Number(neededMemoryMb) - Number(memoryMb) <= othersMb
}

// An inference response of the protocol. The JSON that the inference process has written stays as it is.
function resultFile(before: object, outputs: readonly Buffer[], after: object): Buffer[] {
  const begin = `${JSON.stringify(before).slice(0, -1)},"outputs":`
  return [Buffer.from(begin), ...outputs, Buffer.from(`,${JSON.stringify(after).slice(1)}\n`)]
}
