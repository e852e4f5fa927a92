import { rename, writeFile } from 'node:fs/promises'
import { isExplained, tallies, tally } from './tally.ts'
import type { MutantOutcome } from './try-mutants.ts'

export interface Report {
  /** True if all mutants were tried. A stopped run's report has false. */
  readonly complete: boolean
  readonly seed: string
  /** The time for all tests of a mutant but its source's own. */
  readonly budgetSeconds: number
  readonly seconds: number
  readonly cpuSeconds?: number
  /** The CPU seconds of the runs whose noticed mutants were taken over. */
  readonly earlierCpuSeconds?: number
  readonly outcomes: readonly MutantOutcome[]
}

/** The file of a report for machines. A reader always sees a complete file. */
export class ReportFile {
  readonly #path: string
  readonly #reasons: ReadonlyMap<string, string>
  #saved: Promise<void> = Promise.resolve()

  constructor(path: string, reasons: ReadonlyMap<string, string>) {
    this.#path = path
    this.#reasons = reasons
  }

  /** Resolves when this report, or a later one, is in the file. */
  async save(report: Report): Promise<void> {
    const text = `${JSON.stringify(this.#content(report), null, 2)}\n`
    this.#saved = this.#saved.then(() => replaceFile(this.#path, text))
    await this.#saved
  }

  #content({ outcomes, ...facts }: Report) {
    return {
      ...facts,
      all: tally('all', outcomes, this.#reasons),
      folders: tallies(outcomes, this.#reasons),
      mutants: outcomes.map(outcome => ({ ...outcome, explained: isExplained(outcome, this.#reasons) })),
    }
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text)
  await rename(`${path}.part`, path)
}
