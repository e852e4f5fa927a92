import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { explainAwsError } from './command/aws-error.ts'
import { CommandError, MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { defaultPrefixHelp } from './deploy/prefix.ts'
import { composeBundle } from './evidence/collect.ts'
import { verdictTable } from './evidence/verdicts/verdict-table.ts'
import { findDeployedSystem } from './exercise/deployed-system.ts'
import { demonstrate } from './measure/demonstrate.ts'
import { defaultRunFile, readRun, requireRunOf, writeRun } from './measure/run-file.ts'
import type { Run } from './measure/run.ts'
import { allCriteria } from './verify/all-criteria.ts'
import { allClaims } from './verify/claims/all-claims.ts'
import { requireCriteria } from './verify/require-criteria.ts'
import { requirementsMarkdown } from './verify/requirements-markdown.ts'
import { allChecks, verify } from './verify/verify.ts'

interface Options {
  readonly prefix?: string
  readonly region?: string
  readonly run: string
  readonly full?: boolean
  readonly undisturbed?: boolean
  readonly json?: boolean
  readonly write?: string
  readonly only?: readonly string[]
}

const command = new Command('npm run verify --')
  .description(
    'Checks every criterion of the requirements and every claim of the README on a running system, by calls to the ' +
      'deployed resources and by using them, and prints the verdicts; exit status 1 if one fails. The checks remove ' +
      'everything that they make. Requirement 6 is about the demonstration: verify takes its last run on this stack, ' +
      'or makes a quick one.',
  )
  .option('--prefix <prefix>', `prefix that was deployed (${defaultPrefixHelp})`)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--run <file>', 'samples of `npm run measure`', defaultRunFile)
  .option('--only <ids...>', 'these only, such as 1.4, 2.9 or the claim C1')
  .option('--full', 'objects of full size: a whole GiB through the Producer, a model of 300 MiB for the claims')
  .option('--undisturbed', 'change no function for a moment; criteria that need it are left to the reader')
  .option('--json', 'print the verdicts as requirements.json has them')
  .option('--write <file>', 'write the page docs/requirements.md to a file, and check nothing')

await runCommand<Options>(import.meta.url, command, async (options, { signal, progress }) => {
  const { prefix, region, run: runFile, full = false, undisturbed = false, json = false, only, write } = options
  if (write !== undefined) {
    await writeFile(write, requirementsMarkdown(allCriteria))
    progress.step(`Wrote ${write}`)
    return
  }
  const criteria = only === undefined ? allChecks : allChecks.filter(({ id }) => only.includes(id))
  const unknown = only?.filter(id => !allChecks.some(criterion => criterion.id === id)) ?? []
  if (unknown.length > 0)
    throw new MisuseError(
      `There is no criterion ${unknown.join(', ')}; they are 1.1 to 7.5, and the claims ${allClaims.map(({ id }) => id).join(', ')}.`,
    )
  const system = await findDeployedSystem({ prefix, region, signal })
  const demonstration = criteria.some(({ id }) => id.startsWith('6.')) ? await demonstrated() : {}
  progress.step(`Verify ${criteria.length} criteria and claims on ${system.stackId}`)
  const verdicts = await verify(system, { criteria, quick: !full, undisturbed, ...demonstration, progress, signal })
  console.log(json ? JSON.stringify(verdicts, null, 2) : verdictTable(verdicts))
  requireCriteria(verdicts)

  // A broken system cannot be demonstrated. Then requirement 6 fails, and the others are still checked.
  async function demonstrated() {
    try {
      const run = (await lastRun()) ?? (await newRun())
      progress.step('Put the evidence together, without writing it')
      return { run, bundle: (await composeBundle(system, run, signal)).files }
    } catch (error) {
      signal.throwIfAborted()
      const { message } = explainAwsError(error) as Error
      progress.detail(`the demonstration failed: ${message}`)
      return { runFailure: `The demonstration failed: ${message}` }
    }
  }

  async function lastRun(): Promise<Run | undefined> {
    try {
      const run = await readRun(runFile)
      requireRunOf(system, run)
      return run
    } catch (error) {
      if (error instanceof CommandError && error.code === 'NOT_MEASURED') return undefined
      throw error
    }
  }

  async function newRun(): Promise<Run> {
    progress.step('Measuring this stack quickly, because there is no measurement of it')
    const run = await demonstrate(system, { quick: true, seed: 1, command: 'npm run verify', progress, signal })
    await writeRun(runFile, run)
    return run
  }
})
