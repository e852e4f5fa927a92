import type { ReachingTests } from './reach.ts'
import type { Slot } from './slot.ts'

type File = Pick<ReachingTests, 'file' | 'fileMs'>

/**
 * Finds out which tests pass without the other tests of their file. A test that depends on an earlier one fails alone
 * with any mutant, and so proves nothing.
 */
export class Alone {
  readonly #patienceMs: number
  /** The key is the file and the number of the test. */
  readonly #passing = new Map<string, Promise<boolean>>()
  readonly #needAll = new Set<string>()

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs
  }

  /** True if a test of this file is known to fail without the others. */
  needsAll(file: string): boolean {
    return this.#needAll.has(file)
  }

  /** Runs the test alone, without a mutant, once for all mutants. */
  async passes(slot: Slot, test: File, subtest: number | undefined): Promise<boolean> {
    const key = `${test.file} ${subtest}`
    const known = this.#passing.get(key) ?? this.#try(slot, test, subtest)
    this.#passing.set(key, known)
    const passes = await known
    if (!passes) this.#needAll.add(test.file)
    return passes
  }

  async #try(slot: Slot, { file, fileMs }: File, subtest: number | undefined): Promise<boolean> {
    const limitMs = this.#patienceMs + 4 * fileMs
    const { verdict } = await slot.try(file, { only: subtest === undefined ? [] : [subtest], limitMs })
    return verdict === 'passed'
  }
}
