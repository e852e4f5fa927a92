import { CommandError } from '../../command/command-error.ts'
import { poll } from '../../command/poll.ts'
import type { Verification } from '../verification.ts'

/** Asks until there is an answer. @throws CommandError NOT_SEEN after the verification's patience */
export async function waitUntil<T>(
  { patienceMs, signal }: Verification,
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const answer = await poll(ask, { patienceMs, signal })
  if (answer !== undefined) return answer
  throw new CommandError('NOT_SEEN', `Waited ${patienceMs / 1000} s in vain for ${what}.`)
}
