import { setTimeout } from 'node:timers/promises'
import { pollingRate } from './polling-rate.ts'

/**
 * Waits between two polls of something that takes seconds on a local AWS and minutes on AWS. The pause is a tenth of the
 * time waited so far, within the rate's bounds, so polling adds at most a tenth.
 */
export async function pauseBetweenPolls(startedAt: number, signal?: AbortSignal): Promise<void> {
  const { shortestMs, longestMs } = pollingRate()
  const elapsedMs = performance.now() - startedAt
  await setTimeout(Math.min(longestMs, Math.max(shortestMs, elapsedMs / 10)), undefined, { signal })
}
