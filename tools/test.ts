import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { CommandError } from './command/command-error.ts'
import { pattern, positive } from './command/option-value.ts'
import { runCommand } from './command/run-command.ts'
import { cpuSeconds } from './testing/cpu-seconds.ts'
import type { FileOutcome } from './testing/file-outcome.ts'
import { count, fileLines } from './testing/outcome-lines.ts'
import { runTests } from './testing/run-tests.ts'
import { type Level, testFiles } from './testing/test-files.ts'

interface Options {
  readonly all?: boolean
  readonly rest?: boolean
  readonly name?: string
  readonly jobs: number
  readonly list?: boolean
}

const repository = fileURLToPath(new URL('..', import.meta.url))

/** One more than the processors, since tests wait for a third of their time for what they have started. */
const defaultJobs = availableParallelism() + 1

const command = new Command('npm test --')
  .description('Runs the tests of these folders and files (default: of all), each file as a tap test.')
  .argument('[paths...]', 'folders, or test files')
  .option('--all', 'also the tests of whole cycles (x.cycle.test.ts), as `npm run test:all` does')
  .option('--rest', 'only the tests of whole cycles')
  .option('-n, --name <pattern>', 'only the tests whose title matches this regular expression', pattern)
  .option('-j, --jobs <number>', 'how many processes run tests at the same time', positive, defaultJobs)
  .option('--list', 'list the files, and run nothing')

await runCommand<Options>(import.meta.url, command, async (options, { operands, progress, signal }) => {
  const start = performance.now()
  const files = await testFiles(repository, operands, levels(options))
  if (options.list) return console.log(files.join('\n'))
  const running = new Set<string>()
  const { name, jobs } = options
  const outcomes: FileOutcome[] = []
  const end = (shown: FileOutcome) => {
    const outcome = name === undefined ? requireAssertions(shown) : shown
    outcomes.push(outcome)
    running.delete(outcome.file)
    progress.status('')
    const untouched = name !== undefined && outcome.ok && outcome.assertions === 0
    if (!untouched) console.log(fileLines(outcome).join('\n'))
  }
  await runTests({
    repository,
    files,
    jobs,
    signal,
    ...(name !== undefined && { name }),
    onBegin: file => {
      running.add(file)
      progress.status([...running].join(' '))
    },
    onEnd: end,
  })
  printTotals(outcomes, performance.now() - start)
  requireGood(outcomes, name)
})

function levels({ all, rest }: Options): Level[] {
  if (rest) return ['cycle']
  return all ? ['product', 'cycle'] : ['product']
}

/** A test file that asserts nothing would pass whatever the product does. */
function requireAssertions(outcome: FileOutcome): FileOutcome {
  if (outcome.assertions > 0 || !outcome.ok) return outcome
  return { ...outcome, ok: false, failures: [{ name: `${outcome.file} > holds no assertion`, diagnostics: {} }] }
}

function printTotals(outcomes: readonly FileOutcome[], wallMs: number): void {
  const sum = (value: (outcome: FileOutcome) => number) => outcomes.reduce((total, each) => total + value(each), 0)
  const skipped = outcomes.flatMap(outcome => outcome.skipped)
  for (const { name, reason } of skipped) console.log(`skipped ${name}: ${reason}`)
  const cpu = cpuSeconds()
  console.log(
    [
      count(outcomes.length, 'file'),
      `${count(
        sum(each => each.assertions),
        'assertion',
      )} (${sum(each => each.passed)} passed, ${sum(each => each.failures.length)} failed, ${skipped.length} skipped)`,
      `${(wallMs / 1000).toFixed(1)} s`,
      cpu === undefined ? 'CPU time is not known on this system' : `${cpu.toFixed(1)} CPU seconds`,
    ].join(', '),
  )
}

function requireGood(outcomes: readonly FileOutcome[], name: string | undefined): void {
  const failed = outcomes.filter(({ ok }) => !ok).map(({ file }) => file)
  if (failed.length > 0) {
    throw new CommandError('TESTS_FAILED', `${count(failed.length, 'file')} failed: ${failed.join(', ')}`, {
      nextStep: `npm test -- ${failed.slice(0, 3).join(' ')}`,
    })
  }
  if (name !== undefined && outcomes.every(({ assertions }) => assertions === 0)) {
    throw new CommandError('NO_TESTS', `No test has a name that matches ${name}.`)
  }
}
