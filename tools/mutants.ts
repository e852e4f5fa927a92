import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { CommandError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { readEarlierRun } from './mutants/earlier-run.ts'
import { type Explained, outdated, readExplained, reasons } from './mutants/explained.ts'
import { instrument } from './mutants/instrument.ts'
import { fingerprint, type Mutant } from './mutants/mutant.ts'
import { reportLines } from './mutants/report-lines.ts'
import { runMutants } from './mutants/run-mutants.ts'
import { sample } from './mutants/sample.ts'
import { type Report, ReportFile } from './mutants/report-file.ts'
import { isWhole, mutableSources } from './mutants/sources.ts'
import { tally } from './mutants/tally.ts'
import type { MutantOutcome } from './mutants/try-mutants.ts'
import { cpuSeconds } from './testing/cpu-seconds.ts'
import { count, fileLines } from './testing/outcome-lines.ts'
import { testFiles } from './testing/test-files.ts'

interface Options {
  readonly sample?: number
  readonly seed: string
  readonly budget: number
  readonly tests?: string[]
  readonly jobs: number
  readonly json?: string
  readonly continue?: string
  readonly explained?: boolean
  readonly atLeast?: number
}

/** Changes often make a test wait, so there are more than processors. */
const processes = 2 * availableParallelism() + 1

const repository = fileURLToPath(new URL('..', import.meta.url))

const command = new Command('npm run mutants --')
  .description(
    'Changes the sources in small ways, one at a time, and reports which changes no test notices. ' +
      'Default: functions/, the access rules, network and EFS of the local AWS in full, and a sample of the rest of tools/.',
  )
  .argument('[paths...]', 'folders, or source files, whose changes are all tried')
  .option('--sample <number>', 'of the rest of tools/, so many changes (default: 200; of named paths, all)', whole)
  .option('--seed <text>', 'what draws the sample', 'lambda-efs')
  .option('--budget <seconds>', 'for a change: besides its own test file, as many tests as take so long', whole, 8)
  .option('--tests <paths...>', 'only the tests in these folders and files (default: all tests)')
  .option('-j, --jobs <number>', 'how many processes run tests at the same time', positive, processes)
  .option('--json <file>', 'write the results to this file too, also as they come')
  .option('--continue <json>', 'take over what was noticed in this report of an earlier run, and try the rest')
  .option('--explained', 'try also the changes that explained.json has a reason for')
  .option('--at-least <percent>', 'fail if the score is below this', whole)

await runCommand<Options>(import.meta.url, command, async (options, { operands, progress, signal }) => {
  const start = performance.now()
  const sources = await mutableSources(repository, operands)
  progress.step(`Changing ${count(sources.length, 'source')}`)
  const { mutants: all, texts } = await instrument(repository, sources)
  const mutants = chosen(all, operands, options)
  const explained = await readExplained()
  const reasonOf = reasons(explained)
  // A change with a reason to survive costs most: every test that reaches it runs to its end.
  const isTried = (mutant: Mutant) => options.explained || !reasonOf.has(fingerprint(mutant))

  const earlier = options.continue === undefined ? undefined : await readEarlierRun(options.continue)

  const outcomes: MutantOutcome[] = []
  const file = options.json === undefined ? undefined : new ReportFile(options.json, reasonOf)
  const report = (complete: boolean): Report => ({
    complete,
    seed: options.seed,
    budgetSeconds: options.budget,
    seconds: (performance.now() - start) / 1000,
    ...(cpuSeconds() !== undefined && { cpuSeconds: cpuSeconds() }),
    ...(earlier && { earlierCpuSeconds: earlier.cpuSeconds }),
    outcomes,
  })
  const reportOutcome = (outcome: MutantOutcome) => {
    outcomes.push(outcome)
    const { survived } = tally('all', outcomes, reasonOf)
    const text = `${outcomes.length} of ${count(mutants.length, 'change')}, ${survived} survived`
    progress.status(`${text}: ${outcome.file}`)
    if (outcomes.length % 100 !== 0) return
    progress.detail(text)
    void file?.save(report(false))
  }
  const remaining: Mutant[] = []
  for (const mutant of mutants) {
    const known = earlier?.take(mutant) ?? (isTried(mutant) ? undefined : untried(mutant))
    if (known) outcomes.push(known)
    else remaining.push(mutant)
  }
  if (earlier) progress.step(`${count(mutants.length - remaining.length, 'change')} are known or explained`)
  progress.step(`Compiling the tests, and running those that reach ${count(remaining.length, 'change')} as they are`)
  const { broken, tooLong } = await runMutants({
    repository,
    texts,
    mutants: remaining,
    tests: await testFiles(repository, options.tests ?? [], ['product']),
    jobs: options.jobs,
    budgetMs: options.budget * 1000,
    signal,
    onCounted: (file, done, files) => {
      const text = `${done} of ${count(files, 'test file')}`
      progress.status(`${text}: ${file}`)
      if (done % 50 === 0) progress.detail(text)
      if (done === files) progress.step('Trying each change')
    },
    onOutcome: reportOutcome,
  }).catch(async (error: unknown) => {
    await file?.save(report(false))
    throw error
  })
  await file?.save(report(true))
  progress.status('')
  console.log(reportLines(outcomes, reasonOf).join('\n'))
  for (const outcome of broken) {
    console.log(`${outcome.file} fails without any change: it was not used.`)
    console.log(fileLines(outcome).join('\n'))
  }
  for (const test of tooLong) console.log(`${test} takes too long: it was not used. See --budget.`)
  for (const entry of outdated(explained, all, sources)) console.log(outdatedLine(entry))
  const { seconds, cpuSeconds: cpu } = report(true)
  console.log(`${seconds.toFixed(0)} s${cpu === undefined ? '' : `, ${cpu.toFixed(0)} CPU seconds`}`)
  if (earlier) console.log(`Before, in the runs that it continues: ${earlier.cpuSeconds.toFixed(0)} CPU seconds`)
  requireScore(tally('all', outcomes, reasonOf).score, options.atLeast)
})

/** Returns all changes of the given sources, and of the rest those that the seed draws. */
function chosen(all: readonly Mutant[], operands: readonly string[], options: Options): Mutant[] {
  const rest = all.filter(({ file }) => !isWhole(file))
  const drawn = new Set(sample(rest, options.sample ?? (operands.length > 0 ? rest.length : 200), options.seed))
  return all.filter(mutant => isWhole(mutant.file) || drawn.has(mutant))
}

function untried(mutant: Mutant): MutantOutcome {
  return { ...mutant, status: 'survived', tests: [], left: 0, durationMs: 0 }
}

function outdatedLine({ file, lineText, original, replacement, reason }: Explained): string {
  return `explained.json: ${file} has no such change any more: ${original} → ${replacement} in ${lineText} (${reason})`
}

function requireScore(score: number | undefined, atLeast: number | undefined): void {
  if (score === undefined || atLeast === undefined || score >= atLeast) return
  throw new CommandError('TOO_FEW_NOTICED', `The tests notice ${score.toFixed(1)} % of the changes, not ${atLeast} %.`)
}

function whole(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It takes a whole number, 0 or more.')
  return value
}

function positive(text: string): number {
  if (whole(text) === 0) throw new InvalidArgumentError('It takes a whole number, 1 or more.')
  return Number(text)
}
