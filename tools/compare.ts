import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { type ChoiceOptions, choicesOf, numberList } from './compare/choices.ts'
import { storesNamed } from './compare/cells.ts'
import { compareStores } from './compare/compare-stores.ts'
import { readComparison, writeComparison } from './compare/comparison-file.ts'
import { writeReport } from './compare/comparison-report.ts'
import {
  type LambdaNetwork,
  lambdaNetworks,
  mebibytesPerSecond,
  type NetworkShape,
  networkShape,
  shapeSentence,
} from './local-aws/network/shape/network-shape.ts'

interface Options extends ChoiceOptions {
  readonly target: 'local' | 'aws'
  readonly prefix?: string
  readonly region?: string
  readonly roleArn?: string
  readonly deployments: number
  readonly output: string
  readonly from?: string
  readonly efsMounts?: string
  readonly efsSimulation?: string
  readonly s3ConnectionMibps?: number
  readonly lambdaNetwork?: LambdaNetwork
}

const repository = fileURLToPath(new URL('..', import.meta.url))

const command = new Command('npm run compare --')
  .description(
    'Runs the same prediction with the same code over several stores of models: the shared file system, S3 from inside and from ' +
      'outside the VPC and into memory, and the package. Deploys, measures cold, warm, in bursts and after an upload, removes, and writes ' +
      'comparison.json with figures and tables. By default on a fresh local AWS.',
  )
  .addOption(new Option('--target <target>', 'where to run').choices(['local', 'aws']).default('local'))
  .option('--quick', 'few samples of small models; the report says so')
  .addOption(
    new Option(
      '--store <list>',
      'stores, joined by commas: efs, s3-vpc, s3, s3-memory, package (default: all)',
    ).argParser(text => storesNamed(text.split(',')).map(({ id }) => id)),
  )
  .addOption(
    new Option('--sizes <list>', 'sizes of the models in MiB (default: 1,10,100,200,400,1000; quick: 1,10)').argParser(
      text => numberList(text, '--sizes'),
    ),
  )
  .addOption(
    new Option('--burst <list>', 'cold environments at once (default: 10,25,50; local: 2,4,8; quick: 3)').argParser(
      text => numberList(text, '--burst'),
    ),
  )
  .addOption(
    new Option('--deployments <number>', 'fresh deployments, one after another, whose rows are merged')
      .argParser(text => oneNumber(text, '--deployments'))
      .default(1),
  )
  .addOption(
    new Option('--memory <mb>', 'memory of the functions in MB, the same for all')
      .argParser(text => oneNumber(text, '--memory', 'Run it once for each, with an --output of its own.'))
      .default(3008),
  )
  .option('--prefix <prefix>', 'prefix of every name (default: lambda-efs; on AWS with a random ending)')
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--role-arn <arn>', 'CloudFormation service role that makes the resources in place of you')
  .option('--seed <number>', 'seed of everything random', Number, 1)
  .option('--from <file>', 'measure nothing: make figures and tables of this comparison.json again')
  .option('--output <folder>', 'where to write', join(repository, '.build/comparison'))
  .option('--efs-mounts <dirs>', 'on a local AWS: mounts of one NFS file system, DIR,DIR,…, as of npm run demo')
  .option('--efs-simulation <sentence>', 'how these mounts are slowed down, for the report; npm run nfs gives it')
  .addOption(
    new Option(
      '--s3-connection-mibps <number>',
      'on a local AWS, a simulation: how fast each connection to S3 brings objects at most, in MiB/s',
    ).argParser(text => mebibytesPerSecond(text)),
  )
  .addOption(
    new Option(
      '--lambda-network <network>',
      'on a local AWS, a simulation: the network of each execution environment to S3, as of npm run local',
    ).choices(lambdaNetworks),
  )

await runCommand<Options>(import.meta.url, command, async (options, { signal, progress }) => {
  const { target, s3ConnectionMibps, lambdaNetwork, efsMounts, efsSimulation, from } = options
  if (from !== undefined) {
    console.log(await writeReport(options.output, await readComparison(from)))
    return
  }
  if (target === 'aws' && (s3ConnectionMibps ?? lambdaNetwork) !== undefined)
    throw new MisuseError('--s3-connection-mibps and --lambda-network are for the local AWS; AWS has its own network.')
  if (target === 'aws' && (efsMounts ?? efsSimulation) !== undefined)
    throw new MisuseError('--efs-mounts and --efs-simulation are for the local AWS; AWS has an EFS of its own.')
  const network: NetworkShape = {
    ...(target === 'local' && networkShape()),
    ...(s3ConnectionMibps !== undefined && { s3ConnectionMibps }),
    ...(lambdaNetwork && { lambdaNetwork }),
  }
  const simulation = [shapeSentence(network), efsSimulation].filter(Boolean).join('. ')
  const prefix = options.prefix ?? (target === 'local' ? 'lambda-efs' : `lambda-efs-${randomBytes(3).toString('hex')}`)
  const path = join(options.output, 'comparison.json')
  const comparison = await compareStores(choicesOf(options, target), {
    ...options,
    prefix,
    localAws: { ...network, efsMounts },
    ...(simulation && { simulation }),
    command: ['npm run compare --', ...process.argv.slice(2)].join(' '),
    progress,
    signal,
    // If a later deployment fails, --from makes the report of those before it.
    measured: comparison => writeComparison(path, comparison),
  })
  console.log(await writeReport(options.output, comparison))
  console.log(`\nComparison: ${path}`)
})

function oneNumber(text: string, option: string, nextStep?: string): number {
  const [number, ...more] = numberList(text, option)
  if (more.length > 0) throw new MisuseError(`${option} takes one number, got '${text}'.`, nextStep ? { nextStep } : {})
  return number!
}
