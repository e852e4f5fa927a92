import { once } from 'node:events'
import { Command, Option } from 'commander'
import { runCommand } from './command/run-command.ts'
import {
  type LambdaNetwork,
  lambdaNetworks,
  mebibytesPerSecond,
  networkShape,
} from './local-aws/network/shape/network-shape.ts'
import { startLocalAws } from './local-aws/server.ts'
import { mountList } from './local-aws/services/efs/shared-mounts.ts'

interface Options {
  readonly port: number
  readonly region: string
  readonly isolation?: 'auto' | 'none'
  readonly efsMounts?: readonly string[]
  readonly s3ConnectionMibps?: number
  readonly lambdaNetwork?: LambdaNetwork
}

const command = new Command('npm run local --')
  .description(
    'A local AWS that stays up until Ctrl-C, on 127.0.0.1 only. What it holds is in memory and in a temporary folder, ' +
      'and is gone when it ends.',
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
      'mounts of one NFS file system by different clients, DIR,DIR,…: EFS lies there, and execution environments use ' +
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

await runCommand<Options>(import.meta.url, command, async (options, { signal, progress }) => {
  const { port, region, isolation, efsMounts, s3ConnectionMibps, lambdaNetwork } = options
  const diagnose = (sentence: string) => progress.detail(sentence)
  const network = {
    ...networkShape(),
    ...(s3ConnectionMibps !== undefined && { s3ConnectionMibps }),
    ...(lambdaNetwork && { lambdaNetwork }),
  }
  const choices = { network, ...(isolation && { isolation }), ...(efsMounts && { efsMounts }) }
  const aws = await startLocalAws({ port, region, ...choices, diagnose })
  try {
    const exports = Object.entries(aws.environment).map(([name, value]) => `export ${name}=${value}`)
    console.log(
      [
        `A local AWS listens on ${aws.endpoint} (account ${aws.accountId}, Region ${region}).`,
        '',
        'Type these lines in another terminal. Our commands, any AWS SDK and the AWS CLI then talk to it:',
        // The SDK prefers a profile to exported keys, and a session token belongs to other keys
        // (docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
        'unset AWS_PROFILE AWS_SESSION_TOKEN',
        ...exports,
        '',
        'Then for example: npm run deploy',
        'Ctrl-C stops it and removes all that it holds. Whatever it refuses, it explains below.',
      ].join('\n'),
    )
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    await aws.close()
  }
})
