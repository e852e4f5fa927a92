import { dirname } from 'node:path'
import { fingerprint } from './mutant.ts'
import { isWhole } from './sources.ts'
import type { MutantOutcome } from './try-mutants.ts'

/** The number of a folder's mutants, by outcome. */
export interface Tally {
  readonly folder: string
  readonly mutants: number
  readonly noticed: number
  readonly timedOut: number
  readonly survived: number
  readonly notReached: number
  /** Unnoticed mutants with a reason. Only `mutants` also counts them. */
  readonly explained: number
  /** The share of noticed and timed-out mutants among those that are not explained, in percent. Undefined without any. */
  readonly score: number | undefined
}

export function isExplained(outcome: MutantOutcome, reasons: ReadonlyMap<string, string>): boolean {
  return isUnnoticed(outcome) && reasons.has(fingerprint(outcome))
}

export function isUnnoticed({ status }: MutantOutcome): boolean {
  return status === 'survived' || status === 'not reached'
}

export function tally(folder: string, outcomes: readonly MutantOutcome[], reasons: ReadonlyMap<string, string>): Tally {
  const open = outcomes.filter(outcome => !isExplained(outcome, reasons))
  const count = (status: MutantOutcome['status']) => open.filter(outcome => outcome.status === status).length
  const noticed = count('noticed')
  const timedOut = count('timed out')
  return {
    folder,
    mutants: outcomes.length,
    noticed,
    timedOut,
    survived: count('survived'),
    notReached: count('not reached'),
    explained: outcomes.length - open.length,
    score: open.length === 0 ? undefined : (100 * (noticed + timedOut)) / open.length,
  }
}

/** One tally for each folder. Folders of which only a sample is tried are merged by area. */
export function tallies(outcomes: readonly MutantOutcome[], reasons: ReadonlyMap<string, string>): Tally[] {
  const folders = new Map<string, MutantOutcome[]>()
  for (const outcome of outcomes) {
    const folder = folderOf(outcome.file)
    folders.set(folder, [...(folders.get(folder) ?? []), outcome])
  }
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, ofFolder]) => tally(folder, ofFolder, reasons))
}

function folderOf(file: string): string {
  const folder = dirname(file)
  return isWhole(file) ? folder : folder.split('/').slice(0, 3).join('/')
}
