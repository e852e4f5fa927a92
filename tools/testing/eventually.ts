import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'

/**
 * The time after which a wait of a test fails. Only broken code reaches it, so it is far longer than a busy machine
 * needs.
 */
export const patienceMs = 120_000

/**
 * Polls until the answer is truthy, and returns it. If an event or a promise reports the same, wait for that with
 * `within`.
 *
 * @param what the awaited state, such as "three tries are in the log"
 * @throws Error after the deadline, with the awaited state and the last answer
 */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  { deadlineMs = patienceMs }: { readonly deadlineMs?: number } = {},
): Promise<T> {
  const startedAt = performance.now()
  // Short pauses first, since most states come in milliseconds; then longer ones, to leave the processor to the code.
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 1.5, 100)) {
    const seen = await within(what, Promise.resolve(probe()), { deadlineMs })
    if (seen) return seen
    if (performance.now() - startedAt > deadlineMs)
      throw new WaitedInVain(what, deadlineMs, `last answer: ${inspect(seen)}`)
    await sleep(pauseMs)
  }
}

/** Waits for the promise. @throws Error when it has not settled by the deadline */
export async function within<T>(
  what: string,
  promise: Promise<T>,
  {
    deadlineMs = patienceMs,
    seen,
  }: {
    readonly deadlineMs?: number
    /** Describes the state at the deadline, such as the output of a process. */
    readonly seen?: () => string
  } = {},
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WaitedInVain(what, deadlineMs, seen?.() ?? 'no answer')), deadlineMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

class WaitedInVain extends Error {
  override readonly name = 'WaitedInVain'

  constructor(what: string, deadlineMs: number, seen: string) {
    super(`Waited ${deadlineMs / 1000} s in vain: ${what}; ${seen}`)
  }
}
