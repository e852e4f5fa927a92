import { inspect } from 'node:util'
import type { FileOutcome } from '../testing/file-outcome.ts'
import { TestProcess } from '../testing/test-process.ts'
import type { RunnerMessage } from '../testing/worker-messages.ts'
import type { FileReach, MutantMessage, MutantWorkerMessage } from './mutant-messages.ts'

type Run = RunnerMessage['run']

export interface TryOptions {
  /** None: whether the tests pass as they are. */
  readonly mutant?: {
    readonly id: string
    /** The mutant throws when it is reached more often. This ends most endless loops at once. */
    readonly hitLimit: number
  }
  /** Which tests of the file's first level run, counted from 0; all if it is left out. */
  readonly only?: readonly number[] | undefined
  /** The file counts as timed out after this many milliseconds. */
  readonly limitMs: number
}

/** The result of one test file with one mutant. */
export type Verdict = 'passed' | 'noticed' | 'timed out'

export interface TriedRun {
  readonly verdict: Verdict
  /** Which test of the file's first level began last: if one failed, or was timed out, it is that one. */
  readonly last: number | undefined
}

export interface CountedRun {
  readonly outcome: FileOutcome
  readonly tooLong: boolean
  readonly reach: FileReach
}

/** A process that runs test files with an active mutant, or counts which mutants they reach. */
export class MutantProcess extends TestProcess {
  /** How many files it has run. */
  runs = 0
  #onFailure: () => void = () => {}

  /** Runs a file without a mutant, with this time limit. */
  async count(run: Run, limitMs: number): Promise<CountedRun> {
    this.runs += 1
    this.#send({ count: true })
    let tooLong = false
    const limit = setTimeout(() => {
      tooLong = true
      void this.end()
    }, limitMs)
    const outcome = await this.run(run)
    clearTimeout(limit)
    return { outcome, tooLong, reach: this.alive ? await this.#reach() : nothing }
  }

  /** Runs a file, or some of its tests, until the first one fails. */
  async try(run: Run, { mutant, only, limitMs }: TryOptions): Promise<TriedRun> {
    let verdict: Verdict | undefined
    const end = (as: Verdict) => {
      verdict ??= as
      void this.end()
    }
    let last: number | undefined
    const hear = (message: MutantWorkerMessage) => {
      if ('began' in message) last = message.began
    }
    this.child.on('message', hear)
    this.runs += 1
    this.#send({ try: { ...(mutant && { mutant }), ...(only && { only }) } })
    const limit = setTimeout(() => end('timed out'), limitMs)
    let grace: NodeJS.Timeout | undefined
    // The rest of a test does not matter after a failed assertion. But if the test ends soon, the process can be kept.
    this.#onFailure = () => (grace ??= setTimeout(() => end('noticed'), graceMs))
    const outcome = await this.run(run)
    clearTimeout(limit)
    clearTimeout(grace)
    this.#onFailure = () => {}
    this.child.off('message', hear)
    return { verdict: verdict ?? verdictOf(outcome), last }
  }

  protected override read(tap: string): void {
    if (failedAssertion.test(tap)) this.#onFailure()
  }

  #send(message: MutantMessage): void {
    // If it cannot be sent, the process is gone, which `run` reports.
    this.child.send(message, () => {})
  }

  async #reach(): Promise<FileReach> {
    return new Promise(resolve => {
      const hear = (message: MutantWorkerMessage) => {
        if (!('reach' in message)) return
        this.child.off('message', hear).off('exit', none)
        resolve(message.reach)
      }
      const none = () => resolve(nothing)
      this.child.on('message', hear).once('exit', none)
      this.#send({ reportReach: true })
    })
  }
}

const nothing: FileReach = { subtests: [], outside: {} }

/** What a file says about the mutant. What it found may be a client of the SDK, which has itself in it. */
export function verdictOf({ ok, failures }: Pick<FileOutcome, 'ok' | 'failures'>): Verdict {
  if (ok) return 'passed'
  const all = inspect(failures, { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity })
  return all.includes('Hit count limit reached') ? 'timed out' : 'noticed'
}

// Matches subtests too, but nothing that is skipped or marked as to do.
const failedAssertion = /^ *not ok (?!.* # (?:TODO|SKIP))/im

/** Time for a test to end after a failed assertion, in milliseconds. The start of a new process takes about as long. */
const graceMs = 500
