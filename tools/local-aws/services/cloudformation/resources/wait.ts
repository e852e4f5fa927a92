import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Describes until the answer is there. Modules wait for states (a mount target available, a function active) with it.
 * Unlike AWS: the local services settle in milliseconds, so it asks again at once.
 *
 * @throws AbortError when the stack operation gives the resource up
 */
export async function waitFor<T>(signal: AbortSignal, describe: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    signal.throwIfAborted()
    const answer = await describe()
    if (answer !== undefined) return answer
    await sleep(25, undefined, { signal })
  }
}
