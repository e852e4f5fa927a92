import type { FileOutcome } from '../testing/file-outcome.ts'
import { TestProcess } from '../testing/test-process.ts'
import type { RunnerMessage } from '../testing/worker-messages.ts'
import type { Hits, HitsMessage, MutantMessage } from './mutant-messages.ts'

type Run = RunnerMessage['run']

export interface TryOptions {
  readonly id: string
  /** The mutant throws when it is reached more often. This ends most endless loops at once. */
  readonly hitLimit: number
  /** The file counts as timed out after this many milliseconds. */
  readonly limitMs: number
}

/** The result of one test file with one mutant. */
export type Verdict = 'passed' | 'noticed' | 'timed out'

export interface CountedRun {
  readonly outcome: FileOutcome
  readonly tooLong: boolean
  readonly hits: Hits
}

/** A process that runs test files with an active mutant, or counts which mutants they reach. */
export class MutantProcess extends TestProcess {
  /** How many files it has run. */
  runs = 0
  #onFailure: () => void = () => {}

  /** Runs a file without a mutant, with this time limit. */
  async count(run: Run, limitMs: number): Promise<CountedRun> {
    this.runs += 1
    this.#send({ count: run.file })
    let tooLong = false
    const limit = setTimeout(() => {
      tooLong = true
      void this.end()
    }, limitMs)
    const outcome = await this.run(run)
    clearTimeout(limit)
    return { outcome, tooLong, hits: this.alive ? await this.#hits(run.file) : {} }
  }

  /** Runs a file with a mutant active, until its first assertion fails. */
  async try(run: Run, { id, hitLimit, limitMs }: TryOptions): Promise<Verdict> {
    let verdict: Verdict | undefined
    const end = (as: Verdict) => {
      verdict ??= as
      void this.end()
    }
    this.runs += 1
    this.#send({ activate: { id, hitLimit } })
    const limit = setTimeout(() => end('timed out'), limitMs)
    let grace: NodeJS.Timeout | undefined
    // The rest of the file does not matter after a failed assertion. But if the file ends soon, the process can be kept.
    this.#onFailure = () => (grace ??= setTimeout(() => end('noticed'), graceMs))
    const outcome = await this.run(run)
    clearTimeout(limit)
    clearTimeout(grace)
    this.#onFailure = () => {}
    if (verdict) return verdict
    if (outcome.ok) return 'passed'
    return JSON.stringify(outcome.failures).includes('Hit count limit reached') ? 'timed out' : 'noticed'
  }

  protected override read(tap: string): void {
    if (failedAssertion.test(tap)) this.#onFailure()
  }

  #send(message: MutantMessage): void {
    this.child.send(message)
  }

  async #hits(file: string): Promise<Hits> {
    return new Promise(resolve => {
      const hear = (message: object) => {
        if (!('hits' in message)) return
        this.child.off('message', hear).off('exit', none)
        resolve((message as HitsMessage).hits)
      }
      const none = () => resolve({})
      this.child.on('message', hear).once('exit', none)
      this.#send({ reportHits: file })
    })
  }
}

// Matches subtests too, but nothing that is skipped or marked as to do.
const failedAssertion = /^ *not ok (?!.* # (?:TODO|SKIP))/im

/** Time for the file to end after a failed assertion, in milliseconds. The start of a new process takes about as long. */
const graceMs = 500
