import { join } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context, S3Event, S3EventRecord } from 'aws-lambda'
import { Bucket } from '../bucket/bucket.ts'
import { lanesFor } from '../bucket/lanes.ts'
import { Failure } from '../failure/failure.ts'
import { isApiEvent, respond, type Success } from '../http/respond.ts'
import type { Logger } from '../log/logger.ts'
import { Trace } from '../log/trace.ts'
import { parseKey } from '../working-set/key.ts'
import { WorkingSet } from '../working-set/working-set.ts'
import { type CopyLimits, timeLimits } from './copy-limits.ts'
import { ingestData, ingestObject } from './ingest.ts'
import { readIngestRequest } from './ingest-request.ts'
import type { Ingested, Ingestion } from './ingestion.ts'
import { createdKey, isS3Event } from './object-event.ts'
import { synchronize } from './synchronize.ts'

export interface ProducerParts {
  s3: S3Client
  bucketName: string
  mountPath: string
  logger: Logger
  efsDeadlineMs?: number
  s3SilenceMs?: number
  functionName?: string | undefined
  /** The function's memory, in MB. */
  memoryMegabytes?: number
  /** The largest object that is copied, in bytes. */
  objectLimitBytes?: number
  /** The program functions/sums as one file. It takes the sums of large objects in a separate thread. */
  sumsProgram?: string
}

// The longest time that Lambda gives a function (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
// Assumed if nothing says how much time is left.
const longestRunMs = 900_000

type Outcome = { key: string; status: Ingested['status'] | 'ignored' }

export function createHandler(parts: ProducerParts) {
  const { s3, bucketName, mountPath, logger, efsDeadlineMs, s3SilenceMs } = parts
  const { memoryMegabytes = 1024, objectLimitBytes = 1024 ** 3, functionName, sumsProgram } = parts
  const bucket = new Bucket(s3, bucketName, s3SilenceMs)
  // The place where Lambda puts an event that has failed for good (cloudformation/bucket.yaml).
  const failedEvents = functionName && `s3://${bucketName}/aws/lambda/async/${functionName}/`
  const workingSet = new WorkingSet({ mountPath, deadlineMs: efsDeadlineMs })

  return async (event: unknown, context?: Context): Promise<APIGatewayProxyResult | Outcome[]> => {
    const startTrace = () => new Trace(logger, context?.awsRequestId ?? '', context?.logStreamName)
    const limits = (callerWaits: boolean): CopyLimits => ({
      objectBytes: objectLimitBytes,
      lanes: lanesFor(memoryMegabytes),
      ...timeLimits(context?.getRemainingTimeInMillis?.() ?? longestRunMs, callerWaits),
    })
    if (isS3Event(event)) return handleRecords(event, startTrace, limits(false))
    if (isApiEvent(event)) return handleRequest(event, startTrace(), limits(true))
    throw new TypeError('The event is neither from API Gateway (REST proxy) nor from S3.')
  }

  async function handleRequest(
    event: APIGatewayProxyEvent,
    trace: Trace,
    limits: CopyLimits,
  ): Promise<APIGatewayProxyResult> {
    return respond(event, '/ingest', trace, async (): Promise<Success> => {
      const { key, data } = readIngestRequest(event)
      const ingestion = start(key.text, trace, limits)
      const ingested = await writingToEfs(trace, data ? ingestData(ingestion, data) : ingestObject(ingestion))
      const { status, bytes } = record(ingested, trace)
      const efsPath = join(mountPath, ...key.path)
      const body = { fileId: key.fileId, efsPath, key: key.text, bytes, status, durationMs: trace.durationMs }
      return { status: status === 'created' ? 201 : 200, outcome: status, body }
    })
  }

  // A failed record must not keep the others from being copied. Its error is thrown at the end, so Lambda tries all
  // again.
  async function handleRecords({ Records }: S3Event, startTrace: () => Trace, limits: CopyLimits): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    const failures: unknown[] = []
    for (const entry of Records) {
      try {
        outcomes.push(await handleRecord(entry, startTrace(), limits))
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length === 1) throw failures[0]
    if (failures.length > 1)
      throw new AggregateError(failures, `${failures.length} of ${Records.length} objects failed`)
    return outcomes
  }

  async function handleRecord(entry: S3EventRecord, trace: Trace, limits: CopyLimits): Promise<Outcome> {
    trace.facts.event = entry.eventName
    try {
      const text = createdKey(entry, bucketName)
      if (text === undefined) {
        trace.end('info', 'ignored', { key: entry.s3.object.key })
        return { key: entry.s3.object.key, status: 'ignored' }
      }
      const ingested = record(await writingToEfs(trace, synchronize(start(text, trace, limits))), trace)
      trace.end('info', ingested.status)
      return { key: text, status: ingested.status }
    } catch (error) {
      trace.write('error', error instanceof Error ? error.message : String(error), { cause: error })
      const code = error instanceof Failure ? error.code : 'INTERNAL_ERROR'
      trace.end('error', code, { key: entry.s3.object.key, ...(failedEvents && { keptAfterRetries: failedEvents }) })
      throw error
    }
  }

  function start(text: string, trace: Trace, limits: CopyLimits): Ingestion {
    const key = parseKey(text)
    trace.fileId = key.fileId
    trace.facts.key = key.text
    return { bucket, workingSet, key, trace, limits, sumsProgram }
  }
}

function record(ingested: Ingested, trace: Trace): Ingested {
  trace.facts.bytes = ingested.bytes
  if (ingested.sha256) trace.facts.sha256 = ingested.sha256
  trace.facts.verifiedBy = ingested.verifiedBy
  return ingested
}

// The Producer uses EFS only to write, so even a lookup before the write is part of the stage `write` (requirement
// 2.9).
async function writingToEfs<T>(trace: Trace, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Failure && error.code === 'EFS_UNAVAILABLE') trace.stage = 'write'
    throw error
  }
}
