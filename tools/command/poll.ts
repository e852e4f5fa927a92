import { setTimeout } from 'node:timers/promises'
import { pollingRate } from './polling-rate.ts'

export interface Patience {
  readonly patienceMs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks until there is an answer. Each pause is twice the one before, within the rate's bounds, which suits things that come
 * either at once or late, such as log records.
 *
 * @returns undefined after the time limit; the caller knows what was missing
 */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  { patienceMs, signal }: Patience,
): Promise<T | undefined> {
  const { shortestMs, longestMs } = pollingRate()
  const startedAt = performance.now()
  for (let pauseMs = shortestMs; ; pauseMs = Math.min(pauseMs * 2, longestMs)) {
    const answer = await ask()
    if (answer !== undefined || performance.now() - startedAt > patienceMs) return answer
    await setTimeout(pauseMs, undefined, { signal })
  }
}
