import { once } from 'node:events'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { fileLink } from './command/terminal-link.ts'
import { requireClaims } from './demo/check-report.ts'
import { conclusion } from './demo/conclusion.ts'
import { demoCommand } from './demo/demo-command.ts'
import { type DemoOptions, demoPrefix, runDemo, tearDown } from './demo/demo.ts'
import { type LocalAwsProcess, startLocalAwsProcess } from './demo/local-aws-process.ts'
import { oneError } from './demo/one-error.ts'
import { defaultPrefixHelp } from './deploy/prefix.ts'
import { parseParameter } from './deploy/stack-parameters.ts'
import { requireNothingLeft } from './destroy/require-nothing-left.ts'
import type { Evidence } from './evidence/collect.ts'
import { verdictsInBrief, verdictTable } from './evidence/verdicts/verdict-table.ts'
import {
  type LambdaNetwork,
  lambdaNetworks,
  mebibytesPerSecond,
  type NetworkShape,
  networkShape,
  shapeSentence,
} from './local-aws/network/shape/network-shape.ts'
import { requireCriteria } from './verify/require-criteria.ts'

interface Options {
  readonly target: 'local' | 'aws'
  readonly prefix?: string
  readonly region?: string
  readonly roleArn?: string
  readonly parameter?: Record<string, string>
  readonly quick?: boolean
  readonly keep?: boolean
  readonly verbose?: boolean
  readonly seed: number
  readonly efsMounts?: string
  readonly s3ConnectionMibps?: number
  readonly lambdaNetwork?: LambdaNetwork
}

const command = new Command('npm run demo --')
  .description(
    'The whole cycle: package, deploy, exercise, measure, collect the evidence, destroy. By default on a fresh local ' +
      'AWS, for which nothing is needed but Node.js; with --target aws on the AWS that the environment points at.',
  )
  .addOption(new Option('--target <target>', 'where to run').choices(['local', 'aws']).default('local'))
  .option('--quick', 'fewer samples; the report says so')
  .option('--verbose', 'on a terminal too, a line for each event of each resource')
  .option('--keep', 'leave everything up at the end')
  .option('--prefix <prefix>', `prefix of every name (${defaultPrefixHelp})`)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--role-arn <arn>', 'CloudFormation service role that makes the resources in place of you')
  .option('--parameter <name=value>', 'parameter of main.yaml, may be repeated, as of npm run deploy', parseParameter)
  .option('--seed <number>', 'seed of everything random', Number, 1)
  .option(
    '--efs-mounts <dirs>',
    'on a local AWS: mounts of one NFS file system by different clients, DIR,DIR,…, as of npm run local ' +
      '(default: LOCAL_AWS_EFS_MOUNTS, or an ordinary folder)',
  )
  .addOption(
    new Option(
      '--s3-connection-mibps <number>',
      'on a local AWS, a simulation: how fast each connection to S3 brings objects at most, in MiB/s, as of npm run local ' +
        '(default: LOCAL_AWS_S3_CONNECTION_MIBPS, or as fast as the machine)',
    ).argParser(text => mebibytesPerSecond(text)),
  )
  .addOption(
    new Option(
      '--lambda-network <network>',
      'on a local AWS, a simulation: the network of each execution environment to S3, as of npm run local ' +
        '(default: LOCAL_AWS_LAMBDA_NETWORK, or none)',
    ).choices(lambdaNetworks),
  )

await runCommand<Options>(import.meta.url, command, async (options, { signal, progress }) => {
  if (options.target === 'aws' && options.efsMounts !== undefined)
    throw new MisuseError('--efs-mounts is for the local AWS; AWS has an EFS of its own.')
  if (options.target === 'aws' && (options.s3ConnectionMibps ?? options.lambdaNetwork) !== undefined)
    throw new MisuseError('--s3-connection-mibps and --lambda-network are for the local AWS; AWS has its own network.')
  const { s3ConnectionMibps, lambdaNetwork } = options
  const network: NetworkShape = {
    ...(options.target === 'local' && networkShape()),
    ...(s3ConnectionMibps !== undefined && { s3ConnectionMibps }),
    ...(lambdaNetwork && { lambdaNetwork }),
  }
  const local = options.target === 'local' ? await startLocal() : undefined
  let prefix: string
  try {
    prefix = await demoPrefix({ ...options, signal })
  } catch (error) {
    await local?.stop()
    throw error
  }
  const removal = `npm run destroy -- --prefix ${prefix}${options.region ? ` --region ${options.region}` : ''}`
  // Before anything is made, because a killed run can print nothing more.
  progress.step(`Everything has the prefix ${prefix}`)
  if (options.target === 'aws') progress.detail(`If this run is killed, remove it: ${removal}`)
  const demo: DemoOptions = {
    ...options,
    prefix,
    quick: options.quick ?? false,
    parameters: options.parameter ?? {},
    command: demoCommand(process.argv.slice(2), network),
    progress,
    signal,
  }
  // Each step runs whatever happened to the one before. All failures are reported together at the end.
  const failures: unknown[] = []
  const attempt = async <T>(work: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      failures.push(error)
      return undefined
    }
  }
  const evidence = await attempt(() => runDemo(demo))
  if (options.keep) {
    if (evidence) printEvidence(evidence, network, options.verbose)
    if (!local) progress.step(`Everything stays up. Remove it: ${removal}`)
    else if (evidence) await attempt(() => stayUp(local))
  }
  if (!options.keep || local) await attempt(() => cleanUp(demo, local))
  // The last line of a run names its evidence, even if the clean-up failed.
  if (evidence && !options.keep) printEvidence(evidence, network, options.verbose)
  if (evidence) {
    await attempt(() => requireClaims(evidence.report, evidence.folder))
    await attempt(() => requireCriteria(evidence.verdicts, `${evidence.folder}/requirements.json`))
  }
  // An interruption is no error. Failures of the clean-up are still reported.
  const others = failures.filter(error => !(signal.aborted && isAbort(error)))
  if (failures.length > 0) throw others.length > 0 ? oneError(others) : failures[0]

  async function startLocal(): Promise<LocalAwsProcess> {
    progress.step('Start a local AWS')
    const { region, efsMounts } = options
    const started = await startLocalAwsProcess({ region, efsMounts, ...network }, line =>
      progress.detail(`local AWS: ${line}`),
    )
    Object.assign(process.env, started.environment)
    // The user's own profile must not win over the local AWS's keys.
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name]
    progress.detail(started.endpoint)
    return started
  }

  async function stayUp(kept: LocalAwsProcess): Promise<void> {
    progress.step('Everything stays up until Ctrl-C. To talk to it from another terminal:')
    // As in npm run local: the SDK prefers a profile to exported keys.
    progress.detail('unset AWS_PROFILE AWS_SESSION_TOKEN')
    for (const [name, value] of Object.entries(kept.environment)) progress.detail(`export ${name}=${value}`)
    if (!signal.aborted) await once(signal, 'abort')
  }
})

function printEvidence(
  { report: figures, folder, verdicts }: Evidence,
  network: NetworkShape,
  verbose?: boolean,
): void {
  const slowed = shapeSentence(network)
  const results = [conclusion(figures), ...(slowed ? [slowed] : [])].join('\n')
  if (!process.stdout.isTTY || verbose) {
    console.log(`\n${verdictTable(verdicts)}\n\n${results}\n\nEvidence: ${folder}`)
    return
  }
  const report = fileLink(resolve(folder, 'report.html'))
  console.log(`\n${results}\n${verdictsInBrief(verdicts)}\n\nReport: ${report}\nEvidence: ${folder}`)
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

async function cleanUp(demo: DemoOptions, local: LocalAwsProcess | undefined): Promise<void> {
  try {
    const destruction = await tearDown(demo)
    demo.progress.detail(`removed ${destruction.removed.length} resources`)
    for (const { type, id } of destruction.notOurs)
      demo.progress.detail(`not made by this run, so it stays: ${type} ${id}`)
    requireNothingLeft(destruction)
    demo.progress.detail('nothing is left')
  } finally {
    await local?.stop()
  }
}
