import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'
import type { Progress } from '../command/progress.ts'
import type { Pace } from './pace.ts'
import type { Resource } from './resource.ts'

/** A running removal: the shared state of its steps, and their results so far. */
export interface Removal {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly roleArn: string | undefined
  readonly progress: Progress
  readonly signal: AbortSignal | undefined
  readonly pace: Pace
  /** The time limit of all tries of all steps, on the clock of performance.now(). */
  readonly until: number
  readonly removed: Resource[]
  readonly failures: Error[]
}

/**
 * Runs a step. A refusal of AWS is kept for the end, and the step returns undefined, so that the later steps still run.
 * An interruption ends the removal, and so do credentials or an endpoint with which no further step can work.
 */
export async function attempt<T>(
  removal: Pick<Removal, 'progress' | 'failures' | 'signal'>,
  what: string,
  step: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await step()
  } catch (error) {
    removal.signal?.throwIfAborted()
    noteFailure(removal, what, error)
    return undefined
  }
}

/** Reports and keeps the error of a step, once. */
export function noteFailure(
  { progress, failures }: Pick<Removal, 'progress' | 'failures'>,
  what: string,
  error: unknown,
): void {
  const failure = failureOf(error)
  if (failures.some(({ message }) => message === failure.message)) return
  progress.notice(`${what}: ${failure.message}`)
  failures.push(failure)
}

/** The error of a step for the report. @throws an error that is not from AWS, or that makes further steps futile */
function failureOf(error: unknown): Error {
  const explained = explainAwsError(error)
  const futile = explained instanceof CommandError && endsEverything.has(explained.code)
  const ofAws = error instanceof Error && '$metadata' in error
  if (futile || !(explained instanceof CommandError || ofAws)) throw error
  return explained as Error
}

const endsEverything = new Set(['CREDENTIALS_EXPIRED', 'NO_CREDENTIALS', 'INVALID_CREDENTIALS', 'ENDPOINT_UNREACHABLE'])
