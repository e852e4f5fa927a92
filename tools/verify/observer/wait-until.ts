import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../../command/command-error.ts'
import type { Verification } from '../verification.ts'

/** Asks until there is an answer. @throws CommandError NOT_SEEN after the verification's patience */
export async function waitUntil<T>(
  { patienceMs, signal }: Verification,
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const start = performance.now()
  for (let pause = 100; ; pause = Math.min(pause * 2, 5000)) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() - start > patienceMs) {
      throw new CommandError('NOT_SEEN', `Waited ${patienceMs / 1000} s in vain for ${what}.`)
    }
    await sleep(pause, undefined, { ...(signal && { signal }) })
  }
}
