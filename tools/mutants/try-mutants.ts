import { chooseTests } from './choose-tests.ts'
import type { Mutant } from './mutant.ts'
import type { Reach, TestRun } from './reach.ts'
import type { Slot } from './slot.ts'

export type MutantStatus = 'noticed' | 'timed out' | 'survived' | 'not reached'

export interface MutantOutcome extends Mutant {
  readonly status: MutantStatus
  /** The test files that ran for it. The last one noticed it, if any did. */
  readonly tests: readonly string[]
  /** How many more test files reach it but did not fit the budget. */
  readonly left: number
  readonly durationMs: number
}

export interface TryMutantOptions {
  readonly slot: Slot
  readonly reach: Reach
  /** For the tests that lie in other folders than the mutant, in milliseconds. */
  readonly budgetMs: number
  /** A test file has timed out after this and four times as long as without a mutant, in milliseconds. */
  readonly patienceMs: number
}

/** Runs the tests that reach a mutant until one notices it. */
export async function tryMutant(
  mutant: Mutant,
  { slot, reach, budgetMs, patienceMs }: TryMutantOptions,
): Promise<MutantOutcome> {
  const start = performance.now()
  const reaching = reach.of(mutant.id)
  const { tests, left } = chooseTests(mutant.file, reaching, budgetMs)
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
    const verdict = await slot.try(test.file, {
      id: mutant.id,
      hitLimit: hitLimit(mutant, test),
      limitMs: patienceMs + 4 * test.durationMs,
    })
    if (verdict !== 'passed') return ended(verdict)
  }
  return ended('survived')
}

/** An endless loop exceeds this limit; code that is only slower does not. */
function hitLimit({ id }: Mutant, { hits }: TestRun): number {
  return (hits[id] ?? 0) * 100 + 1000
}
