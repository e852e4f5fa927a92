import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileTests } from '../testing/compile-tests.ts'
import type { FileOutcome } from '../testing/file-outcome.ts'
import { makeRunFolder } from '../testing/run-folder.ts'
import { Alone } from './alone.ts'
import { compilePrograms } from './compile-programs.ts'
import type { Instrumented } from './instrument.ts'
import type { Mutant } from './mutant.ts'
import { Reach } from './reach.ts'
import { Slot } from './slot.ts'
import { type MutantOutcome, tryMutant } from './try-mutants.ts'

export interface RunMutantsOptions {
  readonly repository: string
  readonly texts: Instrumented['texts']
  readonly mutants: readonly Mutant[]
  /** The test files, relative to the repository. */
  readonly tests: readonly string[]
  /** How many processes run tests at the same time. */
  readonly jobs: number
  readonly budgetMs: number
  /** A test file has timed out after this and four times as long as without a mutant, in milliseconds. */
  readonly patienceMs?: number
  readonly signal?: AbortSignal
  /** Called after each test file's run without a mutant. */
  readonly onCounted?: (file: string, done: number, all: number) => void
  readonly onOutcome?: (outcome: MutantOutcome) => void
}

export interface MutantsRun {
  /** In the order of the mutants. */
  readonly outcomes: readonly MutantOutcome[]
  /** Test files that fail even without a mutant. They were not used. */
  readonly broken: readonly FileOutcome[]
  /** Test files that take too long. Outside of the mutants' folders, the budget is the limit. */
  readonly tooLong: readonly string[]
}

/**
 * Runs every test that can reach one of the mutants once without a mutant. Then runs, for each mutant, the tests that
 * reach it.
 *
 * @throws the signal's reason when it is aborted; no process is left then
 */
export async function runMutants(options: RunMutantsOptions): Promise<MutantsRun> {
  const { repository, mutants, budgetMs, patienceMs = 4_000, signal, onCounted, onOutcome } = options
  await using folder = await makeRunFolder(repository)
  const changed = new Set(mutants.map(({ file }) => file))
  const texts = new Map(
    [...options.texts].filter(([path]) => [...changed].some(file => path === join(repository, file))),
  )
  const folders = new Set([...changed].map(dirname))
  const isBeside = (test: string) => folders.has(dirname(test))
  const near = budgetMs > 0 ? options.tests : options.tests.filter(isBeside)
  const compiled = await compileTests(repository, near, join(folder.path, 'js'), {
    worker: fileURLToPath(new URL('mutant-worker.ts', import.meta.url)),
    shared: false,
    texts,
  })
  const programs = join(folder.path, 'programs')
  await mkdir(programs)
  const programSources = await compilePrograms(repository, programs, texts)
  const startsChanged = [...programSources].some(source => changed.has(source))
  const tests = near.filter(test => {
    const sources = compiled.sources.get(test)!
    return sources.some(source => changed.has(source) || (startsChanged && source.endsWith(startsPrograms)))
  })
  const slots = Array.from(
    { length: options.jobs },
    () => new Slot({ repository, compiled, programs, folder: folder.path }),
  )

  const endAll = () => Promise.all(slots.map(slot => slot.end()))
  const stop = () => void endAll()
  signal?.addEventListener('abort', stop)
  try {
    let counted = 0
    const reach = new Reach(
      await inSlots(tests, async (test, slot) => {
        const result = await slot.count(test, isBeside(test) ? longestMs : budgetMs)
        onCounted?.(test, (counted += 1), tests.length)
        return result
      }),
    )
    const alone = new Alone(patienceMs)
    const noticed = new Map<string, Map<string, number>>()
    const quickestMs = ({ id }: Mutant) => Math.min(...reach.of(id).map(({ durationMs }) => durationMs))
    // A stopped run leaves most outcomes if the quickest come first.
    const order = mutants
      .map((mutant, at) => ({ mutant, at, ms: quickestMs(mutant) }))
      .sort((a, b) => a.ms - b.ms || a.at - b.at)
    const tried = await inSlots(order, async ({ mutant }, slot) => {
      const outcome = await tryMutant(mutant, { slot, reach, alone, noticed, budgetMs, patienceMs })
      if (!signal?.aborted) onOutcome?.(outcome)
      return outcome
    })
    const outcomes: MutantOutcome[] = []
    for (const [i, { at }] of order.entries()) outcomes[at] = tried[i]!
    return { outcomes, broken: reach.broken, tooLong: reach.tooLong }
  } finally {
    signal?.removeEventListener('abort', stop)
    await endAll()
  }

  /** Each slot takes the next one that waits. */
  async function inSlots<Item, Result>(items: readonly Item[], work: (item: Item, slot: Slot) => Promise<Result>) {
    const results: Result[] = []
    let next = 0
    // Waits for all slots, so that no test runs any more after a failure.
    const ended = await Promise.allSettled(
      slots.map(async slot => {
        while (next < items.length) {
          signal?.throwIfAborted()
          const at = next++
          results[at] = await work(items[at]!, slot)
        }
      }),
    )
    signal?.throwIfAborted()
    for (const each of ended) if (each.status === 'rejected') throw each.reason
    return results
  }
}

/** Tests start the functions' programs through this source. */
const startsPrograms = 'tools/testing/function-program.ts'

/**
 * The time limit of a test file beside a changed source, in milliseconds. It runs for most mutants of its folder, and to
 * its end for each survivor.
 */
const longestMs = 240_000
