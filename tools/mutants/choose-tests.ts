import { dirname } from 'node:path'
import type { TestRun } from './reach.ts'

export interface ChosenTests {
  /** In the order in which they run. */
  readonly tests: readonly TestRun[]
  /** How many more reach the mutant but do not fit the budget. */
  readonly left: number
}

/**
 * The tests for a mutant of a file, nearest first, then fastest: all tests of the same folder, and as many of other
 * folders as take `budgetMs` together.
 */
export function chooseTests(file: string, reaching: readonly TestRun[], budgetMs: number): ChosenTests {
  const ordered = reaching
    .map(test => ({ test, distance: distance(file, test.file) }))
    .sort((a, b) => a.distance - b.distance || a.test.durationMs - b.test.durationMs)
  let spentMs = 0
  const tests = ordered
    .filter(({ test, distance }) => distance <= sameFolder || (spentMs += test.durationMs) <= budgetMs)
    .map(({ test }) => test)
  return { tests, left: ordered.length - tests.length }
}

const sameFolder = 0

/** The distance of a test from a source: less than any other for its own test, else the steps between the folders. */
function distance(file: string, test: string): number {
  if (test === file.replace(/\.ts$/, '.test.ts')) return -1
  const from = dirname(file).split('/')
  const to = dirname(test).split('/')
  let common = 0
  while (common < from.length && from[common] === to[common]) common += 1
  return from.length - common + (to.length - common)
}
