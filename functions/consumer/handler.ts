import type { APIGatewayProxyResult, Context } from 'aws-lambda'
import type { InferenceSession } from 'onnxruntime-node'
import type { Bucket } from '../bucket/bucket.ts'
import { Failure, isFailure } from '../failure/failure.ts'
import { isApiEvent, respond, type Success } from '../http/respond.ts'
import type { Logger } from '../log/logger.ts'
import { Trace } from '../log/trace.ts'
import { answerDeadline } from './answer-deadline.ts'
import type { Inference } from './inference.ts'
import { isCurrent, loadModel } from './model.ts'
import { ModelCache } from './model-cache.ts'
import { predict } from './predict.ts'
import { type PredictRequest, readPredictRequest } from './predict-request.ts'
import { ProcessEnded } from './process-end.ts'
import type { Storage } from './storage.ts'

export interface ConsumerParts {
  /** Called when S3 is needed for the first time, which is rare. */
  openBucket: () => Promise<Pick<Bucket, 'put'>>
  storage: Storage
  inference: Inference
  logger: Logger
  sessionOptions: InferenceSession.SessionOptions
}

// If the outputs are larger than this the caller reads them from the result file.
const outputsLimitBytes = 64 * 1024

export function createHandler(parts: ConsumerParts) {
  const { openBucket, storage, inference, logger, sessionOptions } = parts
  const models = new ModelCache({
    load: (stored, makeRoom) => loadModel(storage, inference, stored, sessionOptions, makeRoom),
    roomMb: () => inference.room.bytes / 1024 ** 2,
    isCurrent,
  })
  let invoked = false

  return async (event: unknown, context?: Context): Promise<APIGatewayProxyResult> => {
    const coldStart = !invoked
    invoked = true
    if (!isApiEvent(event)) throw new TypeError('The event is not from API Gateway (REST proxy).')
    const trace = new Trace(logger, context?.awsRequestId ?? '', context?.logStreamName)
    trace.facts.coldStart = coldStart
    return respond(event, '/predict', trace, async () => {
      const request = readPredictRequest(event)
      trace.fileId = request.fileId
      trace.facts.model = request.model
      const deadline = answerDeadline(event, context)
      return answer(request, trace, coldStart, deadline).catch(naming(request, trace))
    })
  }

  async function answer(request: PredictRequest, trace: Trace, coldStart: boolean, deadline: number): Promise<Success> {
    const { fileId, model } = request
    const predictParts = { openBucket, storage, models, inference }
    const { resultPath, s3Key, id, outputs, stages, ...hashes } = await predict(request, trace, deadline, predictParts)
    Object.assign(trace.facts, hashes, { stages, s3Key })
    const isSmall = outputs.reduce((sum, { length }) => sum + length, 0) <= outputsLimitBytes
    const body = {
      fileId,
      efsPath: resultPath,
      ...(s3Key && { s3Key }),
      id,
      durationMs: trace.durationMs,
      model,
      ...hashes,
      ...(isSmall && { outputs: JSON.parse(String(Buffer.concat(outputs))) }),
      coldStart,
      stages,
    }
    return { status: 200, outcome: 'predicted', body }
  }
}

// Adds to every failure which file and model it is about, and to the log why the inference process ended.
function naming({ fileId, model }: PredictRequest, trace: Trace): (error: unknown) => never {
  return error => {
    if (!isFailure(error)) throw error
    if (error.cause instanceof ProcessEnded) trace.write('error', error.message, { cause: error.cause })
    const { code, message, details, cause } = error
    throw new Failure(code, message, { fileId, ...(code !== 'NOT_FOUND' && { model }), ...details }, cause)
  }
}
