import { Command } from 'commander'
import { CommandError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { defaultPrefixHelp } from './deploy/prefix.ts'
import { collectEvidence } from './evidence/collect.ts'
import { comparisonMarkdown } from './evidence/comparison/comparison-markdown.ts'
import { readBundle, requireComparable } from './evidence/comparison/read-bundle.ts'
import { extendBundle } from './evidence/extend-bundle.ts'
import { verdictTable } from './evidence/verdicts/verdict-table.ts'
import { verifyBundle } from './evidence/verify-bundle.ts'
import { findDeployedSystem } from './exercise/deployed-system.ts'
import { defaultRunFile, readRun, requireRunOf } from './measure/run-file.ts'
import { requireCriteria } from './verify/require-criteria.ts'
import { verifier } from './verify/verify.ts'

interface Options {
  readonly prefix?: string
  readonly region?: string
  readonly run: string
  readonly undisturbed?: boolean
}

const command = new Command('npm run evidence --')
  .description(
    'Writes the evidence bundle of the last `npm run measure`: its results with the live configuration, stacks, logs, ' +
      'listing and pictures, and the verdict on every criterion, checked on the running system. If a criterion fails, ' +
      'the command fails after it has written the bundle. `verify DIR` compares a bundle with its manifest instead, and `compare A B` ' +
      'puts two runs side by side, with intervals; `add A FOLDER` adds a folder, such as that of `npm run compare`, to a ' +
      'bundle and seals it again. None of these needs AWS.',
  )
  .argument('[action]', '`verify`, `compare` or `add`')
  .argument('[directories...]', 'the bundle to verify; the two to compare; a bundle and the folder to add')
  .option('--prefix <prefix>', `prefix that was deployed (${defaultPrefixHelp})`)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--run <file>', 'samples of `npm run measure`', defaultRunFile)
  .option('--undisturbed', 'change no function for a moment; criteria that need it are left to the reader')

await runCommand<Options>(
  import.meta.url,
  command,
  async ({ prefix, region, run, undisturbed = false }, { signal, progress, operands }) => {
    const [action, directory, other, ...more] = operands
    if (action === undefined) {
      const measured = await readRun(run)
      const system = await findDeployedSystem({ prefix, region, signal })
      requireRunOf(system, measured)
      const { folder, verdicts } = await collectEvidence(system, measured, verifier, { progress, signal, undisturbed })
      console.log(`${verdictTable(verdicts)}\n\nEvidence: ${folder}`)
      requireCriteria(verdicts, `${folder}/requirements.json`)
      return
    }
    if (action === 'compare' && directory !== undefined && other !== undefined && more.length === 0) {
      const [a, b] = [await readBundle(directory), await readBundle(other)]
      requireComparable(a, b)
      console.log(comparisonMarkdown(a, b))
      return
    }
    if (action === 'add' && directory !== undefined && other !== undefined && more.length === 0) {
      const added = await extendBundle(directory, other)
      console.log(`${added.length} files are added to ${directory}.`)
      return
    }
    if (action !== 'verify' || directory === undefined || other !== undefined)
      command.error(
        'Usage: npm run evidence -- verify DIR, or: npm run evidence -- compare A B, or: npm run evidence -- add A FOLDER',
      )
    const { verified, problems } = await verifyBundle(directory!)
    if (problems.length > 0) {
      throw new CommandError('BUNDLE_CHANGED', `${directory} has changed since it was written:\n${problems.join('\n')}`)
    }
    console.log(`${verified.length} files are as they were written.`)
  },
)
