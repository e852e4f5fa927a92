import { setTimeout } from 'node:timers/promises'
import { pollingRate } from './polling-rate.ts'

/**
 * Waits between two looks at something that takes seconds on a local AWS and minutes on AWS: a tenth of the time waited
 * so far, so that looking adds a tenth at most, within the rate's bounds.
 */
export async function pauseBetweenPolls(startedAt: number, signal?: AbortSignal): Promise<void> {
  const { shortestMs, longestMs } = pollingRate()
  const elapsedMs = performance.now() - startedAt
  await setTimeout(Math.min(longestMs, Math.max(shortestMs, elapsedMs / 10)), undefined, { signal })
}
