import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'
import type { Progress } from '../command/progress.ts'
import type { Pace } from './pace.ts'
import type { Resource } from './resource.ts'

/** A removal on its way: what its steps share, and what came of them so far. */
export interface Removal {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly roleArn: string | undefined
  readonly progress: Progress
  readonly signal: AbortSignal | undefined
  readonly pace: Pace
  /** Of performance.now(): when the time for all tries of all steps is over. */
  readonly until: number
  readonly removed: Resource[]
  readonly failures: Error[]
}

/**
 * Takes a step. What AWS refuses in it is kept for the end, so that the steps after it are taken all the same; undefined
 * then. An interruption, and credentials or an endpoint that are good for no further step, end the removal.
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

/** Tells and keeps the error of a step, once. */
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

/** The error of a step as it is told. @throws what is not of AWS, and what makes further steps futile */
function failureOf(error: unknown): Error {
  const explained = explainAwsError(error)
  const futile = explained instanceof CommandError && endsEverything.has(explained.code)
  const ofAws = error instanceof Error && '$metadata' in error
  if (futile || !(explained instanceof CommandError || ofAws)) throw error
  return explained as Error
}

const endsEverything = new Set(['CREDENTIALS_EXPIRED', 'NO_CREDENTIALS', 'INVALID_CREDENTIALS', 'ENDPOINT_UNREACHABLE'])
