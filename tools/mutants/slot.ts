import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CompiledTests } from '../testing/compile-tests.ts'
import { programFolder } from '../testing/function-program.ts'
import { type CountedRun, MutantProcess, type TriedRun, type TryOptions } from './mutant-process.ts'

export interface SlotOptions {
  readonly repository: string
  readonly compiled: CompiledTests
  /** The folder of the functions' programs, with mutants in them. */
  readonly programs: string
  /** The folder for files that the tests write. */
  readonly folder: string
}

/**
 * Runs one file at a time, in a process that is made anew whenever a file has ended it, and after some files.
 *
 * Each file is a bundle of its own, and each run imports it under a new address. So every run loads the project's modules
 * again, and runs their top-level code. The packages, which take longest to load, stay loaded.
 */
export class Slot {
  readonly #options: SlotOptions
  #process: MutantProcess | undefined
  #ended = false
  static #runs = 0

  constructor(options: SlotOptions) {
    this.#options = options
  }

  async count(file: string, limitMs: number): Promise<CountedRun> {
    return this.#with(file, (process, run) => process.count(run, limitMs))
  }

  async try(file: string, options: TryOptions): Promise<TriedRun> {
    return this.#with(file, (process, run) => process.try(run, options))
  }

  /** Ends the running test. No other test can begin after it. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#process?.end()
  }

  async #with<Result>(
    file: string,
    work: (process: MutantProcess, run: Parameters<MutantProcess['try']>[0]) => Promise<Result>,
  ): Promise<Result> {
    const { repository, compiled, programs, folder } = this.#options
    if (this.#process && (!this.#process.alive || this.#process.runs >= runsOfAProcess)) {
      await this.#process.end()
      this.#process = undefined
    }
    if (this.#ended) throw new Error('No test begins any more.')
    this.#process ??= new MutantProcess({
      worker: compiled.worker,
      repository,
      environment: testEnvironment(programs),
      silenceMs,
    })
    Slot.#runs += 1
    const fixtures = join(folder, `fixtures-${Slot.#runs}`)
    try {
      return await work(this.#process, { file, url: `${compiled.urls.get(file)!}?run=${Slot.#runs}`, fixtures })
    } finally {
      // tap removes it too, unless the process was ended.
      await rm(fixtures, { recursive: true, force: true, maxRetries: 3 })
    }
  }
}

/** Loaded modules stay in memory, so a process must end at some time. */
const runsOfAProcess = 50

// Longer than the longest time limit of a file: that limit must end a file that blocks its process.
const silenceMs = 600_000

function testEnvironment(programs: string): NodeJS.ProcessEnv {
  return { ...process.env, [programFolder]: programs, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
}
