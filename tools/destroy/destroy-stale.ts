import { connectToAws } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'
import { silent } from '../command/progress.ts'
import { type DestroyOptions, type Destruction, destroy } from './destroy.ts'
import { findStale, whyStale } from './find-stale.ts'
import { defaultPace } from './pace.ts'
import { problemOf } from './require-nothing-left.ts'

/** One stale deployment: the outcome of its removal, and the error if it is not gone. */
export interface StaleRemoval {
  readonly prefix: string
  readonly destruction?: Destruction
  readonly error?: Error
}

/**
 * Removes every deployment that is older than that, all within one time limit. A failure does not stop the next one.
 */
export async function destroyStale(
  options: DestroyOptions & { readonly staleAfterHours: number },
): Promise<StaleRemoval[]> {
  const { progress = silent, signal, prefix: beginning, staleAfterHours, pace = defaultPace } = options
  const until = options.until ?? performance.now() + pace.limitMs
  using connection = await connectToAws(options)
  const stale = await findStale(connection, { staleAfterHours, prefix: beginning })
  const removals: StaleRemoval[] = []
  for (const { prefix } of stale) {
    signal?.throwIfAborted()
    try {
      // Checks again: the earlier removals may have taken an hour, in which it was deployed again.
      const because = await whyStale(connection, prefix, staleAfterHours)
      if (because === undefined) {
        progress.step(`${prefix} was deployed again meanwhile, and is kept`)
        continue
      }
      if (performance.now() > until) throw outOfTime(prefix)
      progress.step(`${prefix} is stale: ${because}`)
      const destruction = await destroy({ ...options, prefix, until })
      const error = problemOf(destruction)
      removals.push({ prefix, destruction, error })
    } catch (error) {
      signal?.throwIfAborted()
      const explained = explainAwsError(error)
      if (!(explained instanceof Error)) throw error
      progress.notice(`${prefix} could not be removed: ${explained.message}`)
      removals.push({ prefix, error: explained })
    }
  }
  return removals
}

function outOfTime(prefix: string): CommandError {
  return new CommandError('OUT_OF_TIME', `The time limit passed before the removal of ${prefix} began.`)
}
