import { setTimeout } from 'node:timers/promises'

/**
 * Waits between two looks at something that takes seconds on a local AWS and minutes on AWS: a tenth of the time waited
 * so far, so that looking adds a tenth at most, between 0.1 s and 5 s.
 */
export async function pauseBetweenPolls(startedAt: number, signal?: AbortSignal): Promise<void> {
  const elapsedMs = performance.now() - startedAt
  await setTimeout(Math.min(5000, Math.max(100, elapsedMs / 10)), undefined, { signal })
}
