import type { Progress } from '../command/progress.ts'
import { elapsed } from '../command/elapsed.ts'

/**
 * Adds the time that has passed to each status, as for a deployment: "cold start 7 of 100, 1 min 5 s".
 *
 * @param startedAt by `performance.now()`
 */
export function timedStatus(status: Progress['status'], startedAt: number): Progress['status'] {
  return text => status(text === '' ? '' : `${text}, ${elapsed(startedAt)}`)
}
