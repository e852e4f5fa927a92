import { readFile } from 'node:fs/promises'
import { fingerprint, type Mutant, type MutantKey } from './mutant.ts'

/** A mutant that no test can take notice of, or need not, and why: most do what the source does. */
export interface Explained extends MutantKey {
  readonly reason: string
}

/** The list beside this file. */
export async function readExplained(): Promise<Explained[]> {
  return JSON.parse(await readFile(new URL('explained.json', import.meta.url), 'utf8')) as Explained[]
}

/** Of each mutant, by its fingerprint, the reason for which it may survive. */
export function reasons(list: readonly Explained[]): ReadonlyMap<string, string> {
  return new Map(list.map(entry => [fingerprint(entry), entry.reason]))
}

/**
 * The entries that explain nothing any more: their source no longer has such a mutant.
 *
 * @param mutants all mutants of the sources looked at
 */
export function outdated(
  list: readonly Explained[],
  mutants: readonly Mutant[],
  files: readonly string[],
): Explained[] {
  const there = new Set(mutants.map(fingerprint))
  const looked = new Set(files)
  // A file that is gone has no mutants either, but only a run of all sources looks at it.
  return list.filter(entry => looked.has(entry.file) && !there.has(fingerprint(entry)))
}
