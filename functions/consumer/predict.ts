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
  /** Where the result is. */
  resultPath: string
  s3Key?: string
  /** That of the request, if it has one. */
  id?: string
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
 * Reads an input, runs the model over it and writes the result, timing each stage. What is loaded and run has an answer until
 * the deadline (on the clock of performance.now()), or is INFERENCE_TIMEOUT.
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
  // Looked up while the input is read.
  const finding = openModel(request.model)
  finding.catch(() => undefined) // told when the model is needed
  const input = await timed('read', () => readInput(fileId, inputLimit(inference.emptyRoom.bytes)))
  const { inferred, hashes, result, writing } = await infer()
  const { outputs, id } = inferred
  const resultPath = await timed('write', () => writing)
  const prediction: Prediction = { resultPath, ...(id !== undefined && { id }), ...hashes, outputs, stages }
  if (request.archive) {
    const s3Key = `outputs/${fileId}.result`
    prediction.s3Key = s3Key
    await timed('archive', async () => {
      const bucket = await openBucket()
      await bucket.put(s3Key, Buffer.concat(result), 'application/json')
    })
  }
  return prediction

  // Of several requests in turn one may end the process in which the models of all are loaded: the others load them again. So
  // does this one, once, where the process ends before it has the request, or other models in it take the room.
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
        const told = inferring.then(inferred => resultOf(inferred, hashes))
        const writing = writeResult(fileId, told)
        for (const each of [told, writing]) each.catch(() => undefined) // told when they are waited for
        // Where there is no result, nothing of it is left when that is told.
        const inferred = await inferring.catch(async error => {
          await writing.catch(() => undefined)
          throw error
        })
        return { inferred, hashes, result: await told, writing }
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
    const slow = `The model ${request.model} is not loaded yet. The loading goes on when the request is sent again.`
    try {
      return await inference.within(deadline, borrowing, slow)
    } catch (error) {
      // Nobody uses it when it comes late, and then it stays for the next request.
      borrowing.then(
        ({ release }) => release(),
        () => undefined,
      )
      throw error
    }
  }

  function resultOf({ outputs, id }: Inferred, hashes: object): Buffer[] {
    // Written before the writing is over, so the file's own times end with the inference.
    const parameters = { fileId, ...hashes, durationMs: trace.durationMs, stages: { ...stages } }
    // The id is the request's own where it has one, as inference_rest.md of the protocol asks.
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

// Whether there may be room where the other models of the process are not, which take so many MB. What was refused before
// the work says what it needs, or which limit it had; what was ended over it may have met what is left of models that were released.
function isForOthers(error: unknown, othersMb: number, isFirst: boolean): boolean {
  if (!isFailure(error) || error.code !== 'TOO_LARGE') return false
  const { neededMemoryMb, memoryMb, limitBytes } = error.details
  if (limitBytes !== undefined) return othersMb > 0
  if (neededMemoryMb === undefined) return !isFirst
  return othersMb > 0 && Number(neededMemoryMb) - Number(memoryMb) <= othersMb
}

// An inference response of the protocol. What the inference process has written as JSON stays as it is.
function resultFile(before: object, outputs: readonly Buffer[], after: object): Buffer[] {
  const begin = `${JSON.stringify(before).slice(0, -1)},"outputs":`
  return [Buffer.from(begin), ...outputs, Buffer.from(`,${JSON.stringify(after).slice(1)}\n`)]
}
