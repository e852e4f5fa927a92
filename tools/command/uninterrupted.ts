import { AsyncLocalStorage } from 'node:async_hooks'

interface Limit {
  readonly signal: AbortSignal | undefined
}

const limits = new AsyncLocalStorage<Limit>()

/**
 * Does work that must be finished also after Ctrl-C, such as a clean-up. The calls of a connection's clients in it do not
 * have the signal of the command.
 *
 * @param limitMs after which its calls are ended
 */
export function uninterrupted<T>(work: () => Promise<T>, limitMs?: number): Promise<T> {
  const signal = limitMs === undefined ? undefined : AbortSignal.timeout(limitMs)
  return limits.run({ signal }, work)
}

/** The signal that ends a call at this point: that of the command, unless the call is part of uninterrupted work. */
export function interruptionHere(ofCommand: AbortSignal | undefined): AbortSignal | undefined {
  const limit = limits.getStore()
  return limit ? limit.signal : ofCommand
}
