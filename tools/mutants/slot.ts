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
  /** For what the tests write. */
  readonly folder: string
}

/**
 * Runs one file at a time, in a process that is made anew whenever a file has ended it, and after some files.
 *
 * Each file is a bundle of its own, and each run imports it under a new address: so the modules of the project begin
 * anew with every run, also what they do when they are loaded, while packages stay loaded, which is what takes long.
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

  /** Ends what runs; nothing can be begun after it. */
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
      // Where the file's process was ended, tap has not done it.
      await rm(fixtures, { recursive: true, force: true, maxRetries: 3 })
    }
  }
}

/** Modules that were loaded once stay in memory. */
const runsOfAProcess = 50

// More than the longest time limit of a file: the limit is what ends a file that blocks its process.
const silenceMs = 600_000

function testEnvironment(programs: string): NodeJS.ProcessEnv {
  return { ...process.env, [programFolder]: programs, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
}
