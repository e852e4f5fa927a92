import { readFile } from 'node:fs/promises'
import { CommandError } from '../command/command-error.ts'
import { fingerprint, type Mutant } from './mutant.ts'
import type { Report } from './report-file.ts'
import { isUnnoticed } from './tally.ts'
import type { MutantOutcome } from './try-mutants.ts'

/** The noticed mutants of an earlier run, which need not be tried again. */
export class EarlierRun {
  /** The CPU seconds of the earlier run, and of the runs from which it took outcomes. */
  readonly cpuSeconds: number
  readonly #noticed = new Map<string, MutantOutcome[]>()

  constructor({ outcomes, cpuSeconds = 0, earlierCpuSeconds = 0 }: Report) {
    this.cpuSeconds = cpuSeconds + earlierCpuSeconds
    for (const outcome of outcomes) {
      if (isUnnoticed(outcome)) continue
      const key = fingerprint(outcome)
      this.#noticed.set(key, [...(this.#noticed.get(key) ?? []), outcome])
    }
  }

  /** Returns the outcome of this mutant, and removes it: a file that repeats a line has the same mutant twice. */
  take(mutant: Mutant): MutantOutcome | undefined {
    const outcome = this.#noticed.get(fingerprint(mutant))?.shift()
    return outcome && { ...outcome, ...mutant }
  }
}

/** @throws CommandError NO_REPORT */
export async function readEarlierRun(path: string): Promise<EarlierRun> {
  try {
    const { mutants, ...facts } = JSON.parse(await readFile(path, 'utf8')) as Omit<Report, 'outcomes'> & {
      mutants: MutantOutcome[]
    }
    return new EarlierRun({ ...facts, outcomes: mutants })
  } catch (error) {
    throw new CommandError('NO_REPORT', `${path} is not a report of npm run mutants: ${(error as Error).message}`, {
      nextStep: 'Give the file that --json of an earlier run has written.',
    })
  }
}
