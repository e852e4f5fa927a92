import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

export type HeldCall = 'rename' | 'link' | 'open' | 'unlink'

const replaceable = fs as unknown as Record<HeldCall, (...args: unknown[]) => Promise<unknown>>

/**
 * Delays the next call of this name in this process that has the text in an argument, until the caller releases it. So
 * a test can cut off the client at exactly this call.
 */
export function holdCall(name: HeldCall, text: string): { readonly reached: Promise<void>; letGo(): void } {
  const original = replaceable[name]
  let letGo = () => {}
  const going = new Promise<void>(resolve => (letGo = resolve))
  let reach = () => {}
  const reached = new Promise<void>(resolve => (reach = resolve))
  replaceable[name] = async (...args) => {
    if (args.some(arg => typeof arg === 'string' && arg.includes(text))) {
      replaceable[name] = original
      syncBuiltinESMExports()
      reach()
      await going
    }
    return original(...args)
  }
  syncBuiltinESMExports()
  return { reached, letGo }
}
