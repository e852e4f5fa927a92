import type { Test } from 'tap'
import type { FileOutcome } from './file-outcome.ts'
import { within } from './eventually.ts'
import { runTests, type RunTestsOptions } from './run-tests.ts'

/** A test file's source: `body` as a test of this title, with tap's `t`. */
export function testSource(title: string, body: string): string {
  return `import t from 'tap'\nt.test(${JSON.stringify(title)}, async t => {\n${body}\n})\n`
}

/**
 * Runs test files of a project of their own, in one process by default.
 *
 * @param sources by the files' names, in the order in which they run
 * @returns the outcomes by the files' names
 */
export async function runProject(
  t: Test,
  sources: Readonly<Record<string, string>>,
  options: Partial<RunTestsOptions> = {},
): Promise<Readonly<Record<string, FileOutcome>>> {
  const files = Object.keys(sources)
  // The runner begins with the files that ask for most time.
  const inOrder = Object.entries(sources).map(([file, text], at) => [
    file,
    `${text}\n/*\nt.setTimeout(${(files.length - at) * 1000})\n*/\n`,
  ])
  const repository = t.testdir(Object.fromEntries(inOrder))
  const run = runTests({ repository, files, jobs: 1, ...options })
  const outcomes = await within('the end of the run', run, { seen: () => files.join(' ') })
  return Object.fromEntries(outcomes.map(outcome => [outcome.file, outcome]))
}
