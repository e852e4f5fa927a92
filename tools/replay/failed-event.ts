import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import { CommandError } from '../command/command-error.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'

/** An event that Lambda gave up, from the record in the bucket. */
export interface FailedEvent {
  /** The key of the record in the bucket. */
  readonly recordKey: string
  /** ISO 8601, UTC. */
  readonly failedAt: string
  /** `RetriesExhausted`, `EventAgeExceeded` or another reason of Lambda's. */
  readonly condition: string
  /** The last error as one line; absent if the function was not called. */
  readonly error: string | undefined
  /** The objects of the event. */
  readonly keys: readonly string[]
  /** The payload of the function's invocation. */
  readonly payload: unknown
}

/**
 * Returns the failed events of the Producer, oldest first by the time in their records. The keys have that time in
 * whole seconds only.
 *
 * @throws CommandError NOT_A_RECORD
 */
export async function failedEvents(
  s3: S3Client,
  { bucketName: Bucket, producer }: DeployedSystem,
): Promise<FailedEvent[]> {
  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#destinations-permissions
  const Prefix = `aws/lambda/async/${producer.functionName}/`
  const events: FailedEvent[] = []
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Key! }))
      events.push(failedEvent(Key!, await Body!.transformToString()))
    }
  }
  return events.sort((one, other) => one.failedAt.localeCompare(other.failedAt, 'en'))
}

/** Parses a record. @throws CommandError NOT_A_RECORD */
function failedEvent(recordKey: string, text: string): FailedEvent {
  const record = parsed(text)
  if (record?.version !== '1.0' || record.requestPayload === undefined) {
    throw new CommandError(
      'NOT_A_RECORD',
      `${recordKey} in the bucket is not a record of a failed event, version 1.0.`,
      {
        nextStep: 'Read it, and move it away if it is something else.',
      },
    )
  }
  const { timestamp = '', requestContext, requestPayload, responsePayload, responseContext } = record
  return {
    recordKey,
    failedAt: timestamp,
    condition: requestContext?.condition ?? 'unknown',
    error: errorLine(responsePayload) ?? responseContext?.functionError,
    keys: keysOf(requestPayload),
    payload: requestPayload,
  }
}

/** `TYPE: MESSAGE` of a failed function's answer. */
export function errorLine(payload: unknown): string | undefined {
  const { errorType, errorMessage } = (payload ?? {}) as Record<string, unknown>
  const line = [errorType, errorMessage].filter(text => typeof text === 'string' && text !== '').join(': ')
  return line === '' ? undefined : line.replace(/\s*\n\s*/g, ' ')
}

interface FailureRecord {
  readonly version?: string
  readonly timestamp?: string
  readonly requestContext?: { readonly condition?: string }
  readonly requestPayload?: unknown
  readonly responseContext?: { readonly functionError?: string }
  readonly responsePayload?: unknown
}

function parsed(text: string): FailureRecord | undefined {
  try {
    return JSON.parse(text)
  } catch {
    // The caller reports that this is not a record.
    return undefined
  }
}

// Keys in events are URL-encoded, a space as + (docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
function keysOf(payload: unknown): string[] {
  const records = (payload as { Records?: unknown } | null)?.Records
  if (!Array.isArray(records)) return []
  return records
    .map(record => record?.s3?.object?.key)
    .filter(key => typeof key === 'string')
    .map(key => decodeURIComponent(key.replace(/\+/g, ' ')))
}
