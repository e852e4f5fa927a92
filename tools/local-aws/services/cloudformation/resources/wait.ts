import { setTimeout as sleep } from 'node:timers/promises'
import { HandlerError } from './handler-error.ts'

interface Wait {
  /** The awaited state: "mount target fsmt-1 to become available". */
  readonly what: string
  readonly signal: AbortSignal
  /** Default: five minutes; the local services take milliseconds. */
  readonly deadlineMs?: number
}

/**
 * Polls until the answer is there. Modules wait for states with it (a mount target available, a function active).
 * Unlike AWS: the local services settle in milliseconds, so it begins with short pauses, which grow.
 *
 * @throws AbortError if the stack operation gives up the resource
 * @throws HandlerError NotStabilized after the deadline
 */
export async function waitFor<T>(
  { what, signal, deadlineMs = 300_000 }: Wait,
  describe: () => Promise<T | undefined>,
): Promise<T> {
  const startedAt = performance.now()
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 100)) {
    signal.throwIfAborted()
    const answer = await describe()
    if (answer !== undefined) return answer
    if (performance.now() - startedAt > deadlineMs) {
      throw new HandlerError('NotStabilized', `Waited ${deadlineMs / 1000} s in vain for ${what}.`)
    }
    await sleep(pauseMs, undefined, { signal })
  }
}
