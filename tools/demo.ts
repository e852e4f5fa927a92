import { once } from 'node:events'
import { Command, Option } from 'commander'
import { CommandError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { requireClaims } from './demo/check-report.ts'
import { conclusion } from './demo/conclusion.ts'
import { type DemoOptions, defaultDemoPrefix, runDemo, tearDown } from './demo/demo.ts'
import { type LocalAwsProcess, startLocalAwsProcess } from './demo/local-aws-process.ts'
import { leftoverLines } from './destroy/leftover.ts'
import type { Evidence } from './evidence/collect.ts'
import { requireCriteria } from './verify/require-criteria.ts'
import { verdictTable } from './verify/verdict-table.ts'

interface Options {
  readonly target: 'local' | 'aws'
  readonly prefix?: string
  readonly region?: string
  readonly roleArn?: string
  readonly quick?: boolean
  readonly keep?: boolean
  readonly seed: number
}

const command = new Command('npm run demo --')
  .description(
    'The whole cycle: package, deploy, exercise, measure, collect the evidence, destroy. By default on a fresh local ' +
      'AWS, for which nothing is needed but Node.js; with --target aws on the AWS that the environment points at.',
  )
  .addOption(new Option('--target <target>', 'where to run').choices(['local', 'aws']).default('local'))
  .option('--quick', 'fewer samples; the report says so')
  .option('--keep', 'leave everything up at the end')
  .option('--prefix <prefix>', 'prefix of every name (default: lambda-efs; on AWS with a random ending)')
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--role-arn <arn>', 'CloudFormation service role that makes the resources in place of you')
  .option('--seed <number>', 'seed of everything random', Number, 1)

await runCommand<Options>(command, async (options, { signal, progress }) => {
  const local = options.target === 'local' ? await startLocal() : undefined
  const demo: DemoOptions = {
    ...options,
    prefix: options.prefix ?? defaultDemoPrefix(options.target),
    quick: options.quick ?? false,
    command: ['npm run demo', ...process.argv.slice(2)].join(' ').replace('demo ', 'demo -- '),
    progress,
    signal,
  }
  let evidence: Evidence
  try {
    evidence = await runDemo(demo)
    if (options.keep) {
      tell(evidence)
      await keep(local)
    }
  } finally {
    if (!options.keep || local) await cleanUp(demo, local)
  }
  if (!options.keep) tell(evidence)
  requireClaims(evidence.report, evidence.folder)
  requireCriteria(evidence.verdicts, `${evidence.folder}/requirements.json`)

  async function startLocal(): Promise<LocalAwsProcess> {
    progress.step('Start a local AWS')
    const started = await startLocalAwsProcess(line => progress.detail(`local AWS: ${line}`))
    Object.assign(process.env, started.environment)
    // A profile of the user's own must not win over the local AWS's keys.
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name]
    progress.detail(started.endpoint)
    return started
  }

  async function keep(kept: LocalAwsProcess | undefined): Promise<void> {
    if (!kept) {
      progress.step(`Everything stays up. Remove it: npm run destroy -- --prefix ${demo.prefix}`)
      return
    }
    progress.step('Everything stays up until Ctrl-C. To talk to it from another terminal:')
    for (const [name, value] of Object.entries(kept.environment)) progress.detail(`export ${name}=${value}`)
    if (!signal.aborted) await once(signal, 'abort')
  }
})

function tell({ report, folder, verdicts }: Evidence): void {
  console.log(`\n${verdictTable(verdicts)}\n\n${conclusion(report)}\n\nEvidence: ${folder}`)
}

/** Also when the demo failed: what made it fail is reported after the clean-up, by whoever called. */
async function cleanUp(demo: DemoOptions, local: LocalAwsProcess | undefined): Promise<void> {
  try {
    const { removed, leftovers } = await tearDown(demo)
    demo.progress.detail(`removed ${removed.length} things, nothing is left${leftovers.length > 0 ? ' but:' : ''}`)
    if (leftovers.length > 0) {
      throw new CommandError('LEFTOVERS', `Still there:\n${leftoverLines(leftovers).join('\n')}`, {
        nextStep: `npm run destroy -- --prefix ${demo.prefix}`,
      })
    }
  } finally {
    await local?.stop()
  }
}
