import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'

/**
 * How long a test waits before it gives up. It only matters where something is broken, so it is far beyond what a machine
 * needs on which much else runs.
 */
export const patienceMs = 120_000

/**
 * Asks until the answer is truthy, and returns it. Where an event or a promise reports the same, wait for that, with
 * `within`.
 *
 * @param what is waited for: "three tries are in the log"
 * @throws Error after the deadline, with what was waited for and what was seen last
 */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  { deadlineMs = patienceMs }: { readonly deadlineMs?: number } = {},
): Promise<T> {
  const startedAt = performance.now()
  // Short at first, since most things are there in milliseconds; longer then, to leave the processor to them.
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 1.5, 100)) {
    const seen = await within(what, Promise.resolve(probe()), { deadlineMs })
    if (seen) return seen
    if (performance.now() - startedAt > deadlineMs)
      throw new WaitedInVain(what, deadlineMs, `seen last: ${inspect(seen)}`)
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
    timer = setTimeout(() => reject(new WaitedInVain(what, deadlineMs, seen?.() ?? 'nothing came')), deadlineMs)
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
