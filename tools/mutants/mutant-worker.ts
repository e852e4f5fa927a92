import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programFolder } from '../testing/function-program.ts'
import '../testing/test-worker.ts'
import { activeMutant, hitsFile } from './compile-programs.ts'
import type { HitsMessage, MutantMessage } from './mutant-messages.ts'

/*
 * A test worker in which one mutant can be active at a time, or which counts the mutants that a file reaches. Stryker's
 * instrumented code reads and writes `__stryker__`. The programs that a test starts have the environment of this process.
 */

interface Stryker {
  activeMutant?: string
  hitCount?: number
  hitLimit?: number
  currentTestId?: string
  mutantCoverage?: { readonly perTest: Readonly<Record<string, HitsMessage['hits']>> }
}

const stryker: Stryker = {}
let counted = 0
Object.assign(globalThis, { __stryker__: stryker })

process.on('message', (message: MutantMessage | { readonly run: unknown }) => {
  if ('activate' in message) {
    const { id, hitLimit } = message.activate
    Object.assign(stryker, { activeMutant: id, hitLimit, hitCount: 0 } satisfies Stryker)
    process.env[activeMutant] = id
    delete process.env[hitsFile]
  } else if ('count' in message) {
    stryker.currentTestId = message.count
    process.env[hitsFile] = join(process.env[programFolder]!, `hits-${process.pid}-${(counted += 1)}`)
  } else if ('reportHits' in message) {
    const hits = { ...hitsOfPrograms(), ...stryker.mutantCoverage?.perTest[message.reportHits] }
    process.send?.({ hits } satisfies HitsMessage)
  }
})

function hitsOfPrograms(): HitsMessage['hits'] {
  const file = process.env[hitsFile]!
  if (!existsSync(file)) return {}
  return Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(id => [id, 1]),
  )
}
