import '../testing/test-worker.ts'
import type { HitsMessage, MutantMessage } from './mutant-messages.ts'

/*
 * A test worker in which one mutant can be active at a time, or which counts the mutants that a file comes by. Stryker's
 * instrumented code reads and writes `__stryker__`.
 */

interface Stryker {
  activeMutant?: string
  hitCount?: number
  hitLimit?: number
  currentTestId?: string
  mutantCoverage?: { readonly perTest: Readonly<Record<string, HitsMessage['hits']>> }
}

const stryker: Stryker = {}
Object.assign(globalThis, { __stryker__: stryker })

process.on('message', (message: MutantMessage | { readonly run: unknown }) => {
  if ('activate' in message) {
    const { id, hitLimit } = message.activate
    Object.assign(stryker, { activeMutant: id, hitLimit, hitCount: 0 } satisfies Stryker)
  } else if ('count' in message) {
    stryker.currentTestId = message.count
  } else if ('tellHits' in message) {
    process.send?.({ hits: stryker.mutantCoverage?.perTest[message.tellHits] ?? {} } satisfies HitsMessage)
  }
})
