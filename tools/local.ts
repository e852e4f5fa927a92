import { once } from 'node:events'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { runLocalDeployment } from './local/local-deployment.ts'
import {
  type LambdaNetwork,
  lambdaNetworks,
  mebibytesPerSecond,
  networkShape,
} from './local-aws/network/shape/network-shape.ts'
import { type LocalAws, startLocalAws } from './local-aws/server.ts'
import { mountList } from './local-aws/services/efs/shared-mounts.ts'

interface Options {
  readonly port: number
  readonly region: string
  readonly isolation?: 'auto' | 'none'
  readonly efsMounts?: readonly string[]
  readonly s3ConnectionMibps?: number
  readonly lambdaNetwork?: LambdaNetwork
  readonly deploy?: boolean
  readonly watch?: boolean
  readonly json?: boolean
  readonly pagePort: number
}

const command = new Command('npm run local --')
  .description(
    'Runs a local AWS until Ctrl-C, on 127.0.0.1 only. Its data is in memory and in a temporary folder, and is removed ' +
      'when it ends.',
  )
  .addOption(new Option('--port <number>', 'port to listen on').argParser(Number).default(0, 'a free one'))
  .option('--region <region>', 'the one Region that it has', 'us-east-1')
  .addOption(
    new Option(
      '--isolation <isolation>',
      'auto: the closest to Lambda that this machine allows; none: functions run without namespaces, as on macOS ' +
        '(default: LOCAL_AWS_ISOLATION, or auto)',
    ).choices(['auto', 'none']),
  )
  .addOption(
    new Option(
      '--efs-mounts <dirs>',
      'mounts of one NFS file system by different clients, DIR,DIR,…: EFS is there, and execution environments use ' +
        'them in turn (default: LOCAL_AWS_EFS_MOUNTS, or an ordinary folder)',
    ).argParser(mountList),
  )
  .addOption(
    new Option(
      '--s3-connection-mibps <number>',
      'a simulation: each connection to S3 brings objects at this speed at most, in MiB/s ' +
        '(default: LOCAL_AWS_S3_CONNECTION_MIBPS, or as fast as the machine)',
    ).argParser(text => mebibytesPerSecond(text)),
  )
  .addOption(
    new Option(
      '--lambda-network <network>',
      'published: a simulation, each execution environment has the network to S3 that was measured on AWS; none: it is as ' +
        'fast as the machine (default: LOCAL_AWS_LAMBDA_NETWORK, or none)',
    ).choices(lambdaNetworks),
  )
  .option(
    '--deploy',
    'deploy the stacks, upload the digits model, serve a page to draw on, and follow the functions’ logs',
  )
  .option('--verbose', 'with --deploy: on a terminal too, a line for each event of each resource')
  .option('--watch', 'the same, and update a function when one of its sources is saved')
  .option('--json', 'with --deploy: print log events unchanged; everything else goes to standard error')
  .addOption(
    new Option('--page-port <number>', 'with --deploy: port of the page').argParser(Number).default(0, 'a free one'),
  )

await runCommand<Options>(import.meta.url, command, async (options, { signal, progress }) => {
  const { port, region, isolation, efsMounts, s3ConnectionMibps, lambdaNetwork } = options
  const print = (sentence: string) => progress.detail(sentence)
  const network = {
    ...networkShape(),
    ...(s3ConnectionMibps !== undefined && { s3ConnectionMibps }),
    ...(lambdaNetwork && { lambdaNetwork }),
  }
  const choices = { network, isolation, efsMounts }
  const deploys = options.deploy || options.watch
  if (options.json && !deploys) throw new MisuseError('--json prints the logs of --deploy, and needs that option.')
  const aws = await startLocalAws({ port, region, ...choices, announce: print, diagnose: print })
  const say = (lines: readonly string[]) => (options.json ? console.error : console.log)(lines.join('\n'))
  const exports = [
    // The SDK prefers a profile to exported keys, and a session token belongs to other keys
    // (docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
    'unset AWS_PROFILE AWS_SESSION_TOKEN',
    ...Object.entries(aws.environment).map(([name, value]) => `export ${name}=${value}`),
  ]
  try {
    if (deploys) await deployAndFollow()
    else {
      say([
        `A local AWS listens on ${aws.endpoint} (account ${aws.accountId}, Region ${region}).`,
        '',
        'Type these lines in another terminal. Our commands, any AWS SDK and the AWS CLI then talk to it:',
        ...exports,
        '',
        'Then for example: npm run deploy',
        'Ctrl-C stops it and removes its data. The reasons of its refusals appear below.',
      ])
      if (!signal.aborted) await once(signal, 'abort')
    }
  } finally {
    await aws.close()
  }

  async function deployAndFollow(): Promise<void> {
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name]
    Object.assign(process.env, aws.environment)
    const { watch = false, json = false, pagePort } = options
    await runLocalDeployment({
      progress,
      signal,
      watch,
      json,
      pagePort,
      print: line => console.log(line),
      ready: page =>
        say([
          '',
          'To talk to it from another terminal, by our commands, any AWS SDK or the AWS CLI:',
          ...exports,
          '',
          `Functions’ /mnt/efs is ${sharedFolder(aws)}`,
          `${watch ? 'Functions are updated when a source is saved. ' : ''}Ctrl-C stops and removes everything.`,
          '',
          `Draw a digit: ${page}`,
          '',
        ]),
    })
  }
})

/** The folder of this machine that the functions have as /mnt/efs. */
function sharedFolder({ account }: LocalAws): string {
  const [accessPoint] = account.efs.accessPoints.values()
  const { directory } = account.efs.fileSystem(accessPoint!.fileSystemId)
  return join(directory, accessPoint!.rootDirectory.path)
}
