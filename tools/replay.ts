import { Command } from 'commander'
import { CommandError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { defaultPrefixHelp } from './deploy/prefix.ts'
import { findDeployedSystem } from './exercise/deployed-system.ts'
import { replay } from './replay/replay.ts'

interface Options {
  readonly prefix?: string
  readonly region?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

const command = new Command('npm run replay --')
  .description(
    'Runs the events again that the Producer failed, retries included. Lambda keeps them in the models bucket, below ' +
      'aws/lambda/async/; the record of an event that goes well now is removed.',
  )
  .option('--prefix <prefix>', `prefix that was deployed (${defaultPrefixHelp})`)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--dry-run', 'list the failed events with their errors, and run none')
  .option('--json', 'print the outcome of each event as JSON')

await runCommand<Options>(import.meta.url, command, async ({ prefix, region, dryRun, json }, { signal, progress }) => {
  const system = await findDeployedSystem({ prefix, region, signal })
  const replayed = await replay(system, { dryRun: dryRun ?? false, progress, signal })
  progress.status('')
  if (json) console.log(JSON.stringify(replayed, undefined, 2))
  else if (replayed.length === 0) console.log('There is no failed event.')
  else console.log(replayed.flatMap(({ lines }) => lines).join('\n'))
  const failed = replayed.filter(({ outcome }) => outcome === 'failed')
  if (failed.length === 0) return
  throw new CommandError(
    'STILL_FAILING',
    `${failed.length} of ${replayed.length} events failed again. Their records stay in ${system.bucketName}: ${failed.map(({ recordKey }) => recordKey).join(', ')}`,
    { nextStep: 'Remove the cause and run this again, or delete the record of an event that nobody needs.' },
  )
})
