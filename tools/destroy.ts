import { Command } from 'commander'
import { CommandError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { defaultPrefix } from './deploy/prefix.ts'
import { type DestroyOptions, destroy } from './destroy/destroy.ts'
import { removedLines } from './destroy/removed.ts'

interface Options extends DestroyOptions {
  readonly json?: boolean
}

const command = new Command('npm run destroy --')
  .description(
    'Empties the buckets, deletes the stack and everything around it, and verifies that nothing is left, on the AWS ' +
      'that the environment points at. It can be interrupted and run again.',
  )
  .option('--prefix <prefix>', 'prefix that was deployed', defaultPrefix)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--role-arn <arn>', 'CloudFormation service role that removes the resources in place of you')
  .option('--json', 'print what was removed and what is left as JSON')

await runCommand<Options>(command, async ({ json, ...options }, context) => {
  const destruction = await destroy({ ...options, ...context })
  const { removed, leftovers } = destruction
  if (json) console.log(JSON.stringify(destruction, undefined, 2))
  else if (removed.length === 0) console.log('There was nothing to remove.')
  else console.log(['Removed', ...removedLines(removed)].join('\n'))
  if (leftovers.length === 0) return
  throw new CommandError('LEFTOVERS', `Still there:\n${removedLines(leftovers).join('\n')}`, {
    nextStep: 'Run `npm run destroy` again; what then is still there was not made by the stack: remove it by hand.',
  })
})
