import { chooseTests } from './choose-tests.ts'
import type { Mutant } from './mutant.ts'
import type { Alone } from './alone.ts'
import type { Verdict } from './mutant-process.ts'
import type { Reach, ReachingTests } from './reach.ts'
import type { Slot } from './slot.ts'

export type MutantStatus = 'noticed' | 'timed out' | 'survived' | 'not reached'

export interface MutantOutcome extends Mutant {
  readonly status: MutantStatus
  /** The test files that ran for it. The last one noticed it, if any did. */
  readonly tests: readonly string[]
  /** The number of other test files that reach it but did not fit the budget. */
  readonly left: number
  readonly durationMs: number
}

export interface TryMutantOptions {
  readonly slot: Slot
  readonly reach: Reach
  readonly alone: Alone
  /** For each source, the number of its mutants that each test file has noticed. Each trial adds to it. */
  readonly noticed: Map<string, Map<string, number>>
  /** The time for all tests but the source's own, in milliseconds. */
  readonly budgetMs: number
  /** A test file has timed out after this and four times as long as without a mutant, in milliseconds. */
  readonly patienceMs: number
}

/** Runs the tests that reach a mutant until one notices it. */
export async function tryMutant(mutant: Mutant, options: TryMutantOptions): Promise<MutantOutcome> {
  const { reach, budgetMs, noticed } = options
  const start = performance.now()
  const reaching = reach.of(mutant.id)
  const ofSource = noticed.get(mutant.file) ?? new Map<string, number>()
  noticed.set(mutant.file, ofSource)
  const { tests, left } = chooseTests(mutant.file, reaching, budgetMs, ofSource)
  const ran: string[] = []
  const ended = (status: MutantStatus): MutantOutcome => ({
    ...mutant,
    status,
    tests: ran,
    left,
    durationMs: Math.round(performance.now() - start),
  })
  if (reaching.length === 0) return ended('not reached')
  for (const test of tests) {
    ran.push(test.file)
    const verdict = await tryTests(mutant, test, options)
    if (verdict === 'passed') continue
    ofSource.set(test.file, 1 + (ofSource.get(test.file) ?? 0))
    return ended(verdict)
  }
  return ended('survived')
}

/** A failure counts only if the test passes alone without the mutant. Otherwise the whole file runs. */
async function tryTests(mutant: Mutant, test: ReachingTests, options: TryMutantOptions): Promise<Verdict> {
  const { slot, patienceMs, alone } = options
  const { file, only, durationMs, fileMs } = test
  const activated = { id: mutant.id, hitLimit: hitLimit(test) }
  if (only && !alone.needsAll(file)) {
    const limitMs = patienceMs + 4 * durationMs
    const { verdict, last } = await slot.try(file, { mutant: activated, only, limitMs })
    if (verdict === 'passed' || (await alone.passes(slot, test, last))) return verdict
  }
  return (await slot.try(file, { mutant: activated, limitMs: patienceMs + 4 * fileMs })).verdict
}

/** An endless loop exceeds this limit; code that is only slower does not. */
function hitLimit({ hits }: ReachingTests): number {
  return hits * 100 + 1000
}
