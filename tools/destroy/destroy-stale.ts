import { connectToAws } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { silent } from '../command/progress.ts'
import { type DestroyOptions, type Destruction, destroy } from './destroy.ts'
import { findStale } from './stale.ts'

/** One stale deployment: what came of its removal, or why that failed. */
export interface StaleRemoval {
  readonly prefix: string
  readonly destruction?: Destruction
  readonly error?: Error
}

/** Removes every deployment that is older than that, and goes on with the next when one fails. */
export async function destroyStale(
  options: DestroyOptions & { readonly staleAfterHours: number },
): Promise<StaleRemoval[]> {
  const { progress = silent, signal, prefix, staleAfterHours } = options
  const connection = await connectToAws(options)
  const stale = await findStale(connection, { staleAfterHours, prefix, ...(signal && { signal }) })
  const removals: StaleRemoval[] = []
  for (const { prefix, because } of stale) {
    signal?.throwIfAborted()
    progress.step(`${prefix} is stale: ${because}`)
    try {
      removals.push({ prefix, destruction: await destroy({ ...options, prefix }) })
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
