import type { S3Client } from '@aws-sdk/client-s3'
import type { APIGatewayProxyResult, Context } from 'aws-lambda'
import type { InferenceSession } from 'onnxruntime-node'
import { Bucket } from '../bucket/bucket.ts'
import { Failure } from '../failure/failure.ts'
import { isApiEvent, respond, type Success } from '../http/respond.ts'
import { writeJson } from '../json/write-json.ts'
import type { Logger } from '../log/logger.ts'
import { Trace } from '../log/trace.ts'
import { WorkingSet } from '../working-set/working-set.ts'
import { isCurrent, loadModel } from './model.ts'
import { ModelCache } from './model-cache.ts'
import { predict } from './predict.ts'
import { type PredictRequest, readPredictRequest } from './predict-request.ts'

export interface ConsumerParts {
  s3: S3Client
  bucketName: string
  mountPath: string
  logger: Logger
  sessionOptions: InferenceSession.SessionOptions
  efsDeadlineMs?: number
}

// Above this the caller reads the outputs from the result file.
const outputsLimitBytes = 64 * 1024

export function createHandler({ s3, bucketName, mountPath, logger, sessionOptions, efsDeadlineMs }: ConsumerParts) {
  const bucket = new Bucket(s3, bucketName)
  const workingSet = new WorkingSet({ mountPath, deadlineMs: efsDeadlineMs })
  const models = new ModelCache({
    load: file => loadModel(workingSet, file, sessionOptions),
    isCurrent: (model, file) => isCurrent(workingSet, model, file),
  })
  let invoked = false

  return async (event: unknown, context?: Context): Promise<APIGatewayProxyResult> => {
    const coldStart = !invoked
    invoked = true
    if (!isApiEvent(event)) throw new TypeError('The event is not from API Gateway (REST proxy).')
    const trace = new Trace(logger, context?.awsRequestId ?? '')
    trace.facts.coldStart = coldStart
    return respond(event, '/predict', trace, async () => {
      const request = readPredictRequest(event)
      trace.fileId = request.fileId
      trace.facts.model = request.model
      return answer(request, trace, coldStart).catch(naming(request))
    })
  }

  async function answer(request: PredictRequest, trace: Trace, coldStart: boolean): Promise<Success> {
    const { fileId, model } = request
    const parts = { bucket, workingSet, models }
    const { path, s3Key, id, outputs, stages, ...hashes } = await predict(request, trace, parts)
    Object.assign(trace.facts, hashes, { stages, s3Key })
    const small = Buffer.byteLength(writeJson(outputs)) <= outputsLimitBytes
    const body = {
      fileId,
      efsPath: workingSet.path(...path),
      ...(s3Key && { s3Key }),
      ...(id !== undefined && { id }),
      durationMs: trace.durationMs,
      model,
      ...hashes,
      ...(small && { outputs }),
      coldStart,
      stages,
    }
    return { status: 200, outcome: 'predicted', body }
  }
}

// Every failure tells which file and model it is about.
function naming({ fileId, model }: PredictRequest): (error: unknown) => never {
  return error => {
    if (!(error instanceof Failure)) throw error
    const { code, message, details, cause } = error
    throw new Failure(code, message, { fileId, ...(code !== 'NOT_FOUND' && { model }), ...details }, cause)
  }
}
