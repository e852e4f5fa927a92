import { dirname } from 'node:path'

interface Choice {
  readonly file: string
  readonly durationMs: number
}

export interface ChosenTests<Tests> {
  /** In the order in which they run. */
  readonly tests: readonly Tests[]
  /** How many more files reach the mutant but do not fit the budget. */
  readonly left: number
}

/**
 * The tests for a mutant of a file: its own test, or else the nearest one, and as many others as take
 * `budgetMs` together. The nearest run first;
 * of those that are equally near, the ones that have noticed most for their time.
 *
 * @param noticed how many mutants of the file each test file has noticed
 */
export function chooseTests<Tests extends Choice>(
  file: string,
  reaching: readonly Tests[],
  budgetMs: number,
  noticed: ReadonlyMap<string, number> = new Map(),
): ChosenTests<Tests> {
  const ordered = reaching
    .map(test => ({
      test,
      distance: distance(file, test.file),
      cost: test.durationMs / (1 + (noticed.get(test.file) ?? 0)),
    }))
    .sort((a, b) => a.distance - b.distance || a.cost - b.cost)
  let spentMs = 0
  const tests = ordered
    .filter(({ test, distance }, at) => {
      // Without a test of its own, the first one runs however long it takes.
      if (distance === itsOwn || at === 0) return true
      const fits = spentMs + test.durationMs <= budgetMs
      if (fits) spentMs += test.durationMs
      return fits
    })
    .map(({ test }) => test)
  return { tests, left: ordered.length - tests.length }
}

const itsOwn = -1

/** The distance of a test from a source: less than any other for its own test, else the steps between the folders. */
function distance(file: string, test: string): number {
  if (test === file.replace(/\.ts$/, '.test.ts')) return itsOwn
  const from = dirname(file).split('/')
  const to = dirname(test).split('/')
  let common = 0
  while (common < from.length && from[common] === to[common]) common += 1
  return from.length - common + (to.length - common)
}
