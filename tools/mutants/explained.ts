import { readFile } from 'node:fs/promises'
import { fingerprint, type Mutant, type MutantKey } from './mutant.ts'

/** A mutant that no test can notice, or need not notice, and why. Most behave as the source does. */
export interface Explained extends MutantKey {
  readonly reason: string
}

/** The list beside this file. */
export async function readExplained(): Promise<Explained[]> {
  return JSON.parse(await readFile(new URL('explained.json', import.meta.url), 'utf8')) as Explained[]
}

/** The reasons for which mutants may survive, by their fingerprints. */
export function reasons(list: readonly Explained[]): ReadonlyMap<string, string> {
  return new Map(list.map(entry => [fingerprint(entry), entry.reason]))
}

/**
 * The entries whose source no longer has such a mutant.
 *
 * @param mutants all mutants of the sources of this run
 */
export function outdated(
  list: readonly Explained[],
  mutants: readonly Mutant[],
  files: readonly string[],
): Explained[] {
  const there = new Set(mutants.map(fingerprint))
  const looked = new Set(files)
  // A deleted file has no mutants either, but only a run of all sources covers it.
  return list.filter(entry => looked.has(entry.file) && !there.has(fingerprint(entry)))
}
