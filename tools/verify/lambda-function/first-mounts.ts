import { setTimeout as sleep } from 'node:timers/promises'
import { retryPauseMs } from '../../command/polling-rate.ts'

/**
 * Asks up to three times. The first mounts of a new or updated function sometimes fail and succeed a moment later
 * (github.com/pahud/cdk-efs-assets/issues/100).
 *
 * @returns the first answer that did not fail, or the last one
 */
export async function pastFirstMounts<T>(
  ask: () => Promise<T>,
  failed: (answer: T) => boolean,
  signal: AbortSignal | undefined,
): Promise<T> {
  let answer = await ask()
  for (let attempt = 1; attempt < 3 && failed(answer); attempt += 1) {
    await sleep(retryPauseMs(attempt), undefined, { signal })
    answer = await ask()
  }
  return answer
}
