import { Command, InvalidArgumentError } from 'commander'
import { connectToAws } from './command/aws-connection.ts'
import { CommandError } from './command/command-error.ts'
import { type CommandContext, runCommand } from './command/run-command.ts'
import { defaultPrefix, defaultPrefixHelp, requireValidPrefix } from './deploy/prefix.ts'
import { type DestroyOptions, type Destruction, destroy } from './destroy/destroy.ts'
import { destroyStale } from './destroy/destroy-stale.ts'
import { destructionPlan } from './destroy/destruction-plan.ts'
import { findStale } from './destroy/find-stale.ts'
import { requireNothingLeft } from './destroy/require-nothing-left.ts'
import { resourceLines } from './destroy/resource.ts'

interface Options extends DestroyOptions {
  readonly json?: boolean
  readonly dryRun?: boolean
  readonly staleAfter?: number
}

const command = new Command('npm run destroy --')
  .description(
    'Empties the buckets, deletes the stack and everything around it, and verifies that nothing is left, on the AWS ' +
      'that the environment points at. It can be interrupted and run again.',
  )
  .option('--prefix <prefix>', `prefix that was deployed (${defaultPrefixHelp})`)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--role-arn <arn>', 'CloudFormation service role that removes the resources in place of you')
  .option('--dry-run', 'list what would be removed, and remove nothing')
  .option(
    '--stale-after <hours>',
    'remove every deployment that was last changed longer ago, and what is left of others; with --prefix, those whose ' +
      'prefix begins with it',
    hours,
  )
  .option('--verbose', 'on a terminal too, a line for each event of each resource')
  .option('--json', 'print what was removed and what is left as JSON')

await runCommand<Options>(import.meta.url, command, async (options, context) => {
  if (options.dryRun) await printPlan(options, context)
  else if (options.staleAfter !== undefined) await removeStale(options, options.staleAfter, context)
  else await remove(options, context)
})

async function remove({ json, ...options }: Options, context: CommandContext): Promise<void> {
  const destruction = await destroy({ ...options, ...context })
  if (json) console.log(JSON.stringify(withMessages(destruction), undefined, 2))
  else printDestruction(destruction)
  requireNothingLeft(destruction)
}

async function removeStale({ json, ...options }: Options, staleAfterHours: number, context: CommandContext) {
  const removals = await destroyStale({ ...options, ...context, staleAfterHours })
  const results = removals.map(({ prefix, destruction, error }) => ({
    prefix,
    destruction: destruction && withMessages(destruction),
    error: error?.message,
  }))
  if (json) console.log(JSON.stringify(results, undefined, 2))
  else if (removals.length === 0) console.log(`Nothing is older than ${staleAfterHours} hours.`)
  for (const { prefix, destruction } of json ? [] : removals) {
    console.log(`${prefix}:`)
    if (destruction) printDestruction(destruction)
  }
  const failed = removals.flatMap(({ prefix, error }) => (error ? [{ prefix, error }] : []))
  if (failed.length === 0) return
  const unseen = failed.every(({ error }) => error instanceof CommandError && error.code === 'NOT_VERIFIED')
  const lines = failed.map(({ prefix, error }) => `${prefix}: ${error.message}`)
  throw new CommandError(unseen ? 'NOT_VERIFIED' : 'LEFTOVERS', lines.join('\n'), {
    nextStep: 'Run `npm run destroy -- --prefix PREFIX` for each of these prefixes.',
    cause: failed[0]!.error.cause,
  })
}

/** JSON has no errors. */
function withMessages({ failures, ...destruction }: Destruction): object {
  return { ...destruction, failures: failures.map(({ message }) => message) }
}

async function printPlan({ json, region, prefix, staleAfter }: Options, { signal }: CommandContext): Promise<void> {
  requireValidPrefix(prefix)
  using connection = await connectToAws({ signal, region })
  const prefixes =
    staleAfter === undefined
      ? [prefix ?? defaultPrefix(connection)]
      : (await findStale(connection, { staleAfterHours: staleAfter, prefix })).map(one => one.prefix)
  const plan = (await Promise.all(prefixes.map(one => destructionPlan(connection, one)))).flat()
  if (json) console.log(JSON.stringify({ wouldRemove: plan }, undefined, 2))
  else if (plan.length === 0) console.log('There is nothing to remove.')
  else console.log(['Would remove', ...resourceLines(plan)].join('\n'))
}

function printDestruction({ removed, notOurs }: Destruction): void {
  if (removed.length === 0) console.log('There was nothing to remove.')
  else console.log(['Removed', ...resourceLines(removed)].join('\n'))
  if (notOurs.length > 0)
    console.log(['Not made by this deployment, and left alone', ...resourceLines(notOurs)].join('\n'))
}

function hours(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It takes a number of hours, 0 or more.')
  }
  return value
}
