import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { connectToAws } from '../command/aws-connection.ts'
import type { Progress } from '../command/progress.ts'
import { uninterrupted } from '../command/uninterrupted.ts'
import { restoreLeftConfiguration } from '../deploy/left-configuration.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { errorLine, type FailedEvent, failedEvents } from './failed-event.ts'

export interface ReplayOptions {
  /** List only: run nothing and remove nothing. */
  readonly dryRun?: boolean
  readonly progress: Progress
  readonly signal?: AbortSignal
}

export interface Replayed extends FailedEvent {
  /** `waiting` in a dry run. */
  readonly outcome: 'done' | 'failed' | 'waiting'
  /** The outcome for each object, a line each; one line for an event without objects. */
  readonly lines: readonly string[]
}

/**
 * Invokes the Producer again with each event that it failed, one after another and oldest first, and waits for its
 * answer. Removes the record of an event that succeeds; the record of one that fails again stays.
 *
 * @throws CommandError NOT_A_RECORD
 */
export async function replay(
  system: DeployedSystem,
  { dryRun = false, progress, signal }: ReplayOptions,
): Promise<Replayed[]> {
  using connection = await connectToAws({ region: system.region, signal })
  const s3 = connection.clients.get(S3Client)
  const lambda = connection.clients.get(LambdaClient)
  const replayed: Replayed[] = []
  if (!dryRun) await restoreLeftConfiguration(lambda, [system.producer.functionName], progress)
  for (const event of await failedEvents(s3, system)) {
    progress.status(event.keys.join(', ') || event.recordKey)
    const one = dryRun ? waiting(event) : await runAgain(lambda, system.producer.functionName, event)
    if (one.outcome === 'done') {
      // After Ctrl-C too: an event that was done must not be run again.
      const removal = new DeleteObjectCommand({ Bucket: system.bucketName, Key: event.recordKey })
      await uninterrupted(() => s3.send(removal))
    }
    replayed.push(one)
  }
  return replayed
}

function waiting(event: FailedEvent): Replayed {
  const why = `${event.condition} at ${event.failedAt}${event.error ? `, ${event.error}` : ''}`
  return { ...event, outcome: 'waiting', lines: subjects(event).map(subject => `${subject}: ${why}`) }
}

async function runAgain(lambda: LambdaClient, FunctionName: string, event: FailedEvent): Promise<Replayed> {
  const failed = (why: string): Replayed => ({
    ...event,
    outcome: 'failed',
    lines: subjects(event).map(subject => `${subject}: failed again, ${why}`),
  })
  try {
    const Payload = JSON.stringify(event.payload)
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }))
    const body = JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8') || 'null')
    if (answer.FunctionError) return failed(errorLine(body) ?? answer.FunctionError)
    return { ...event, outcome: 'done', lines: outcomes(event, body) }
  } catch (error) {
    if (error instanceof Error && ofThisEvent.test(error.name)) return failed(`${error.name}: ${error.message}`)
    throw error
  }
}

// Lambda's errors when it cannot run the function for this event. The next event may still run
// (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors).
const ofThisEvent = /^(EFS\w+|TooManyRequests|Service|ResourceConflict|ResourceNotReady|RequestTooLarge)Exception$/

/** The Producer answers an event of S3 with `[{ key, status }]`. */
function outcomes(event: FailedEvent, body: unknown): string[] {
  const results = Array.isArray(body) ? body : []
  const statusOf = (key: string) => results.find(one => one?.key === key)?.status
  return event.keys.length > 0
    ? event.keys.map(key => `${key}: ${statusOf(key) ?? 'done'}`)
    : [`${event.recordKey}: done`]
}

function subjects({ keys, recordKey }: FailedEvent): readonly string[] {
  return keys.length > 0 ? keys : [recordKey]
}
