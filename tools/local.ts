import { once } from 'node:events'
import { Command } from 'commander'
import { runCommand } from './command/run-command.ts'
import { startLocalAws } from './local-aws/server.ts'

interface Options {
  readonly port: number
  readonly region: string
}

const command = new Command('npm run local --')
  .description(
    'A local AWS that stays up until Ctrl-C, on 127.0.0.1 only. Whatever it holds is in memory and in a temporary ' +
      'folder, and gone when it ends.',
  )
  .option('--port <number>', 'port to listen on (default: a free one)', Number, 0)
  .option('--region <region>', 'the one Region that it has', 'us-east-1')

await runCommand<Options>(command, async ({ port, region }, { signal, progress }) => {
  const aws = await startLocalAws({ port, region, diagnose: sentence => progress.detail(sentence) })
  try {
    const exports = Object.entries(aws.environment).map(([name, value]) => `export ${name}=${value}`)
    console.log(
      [
        `A local AWS listens on ${aws.endpoint} (account ${aws.accountId}, Region ${region}).`,
        '',
        'In another terminal, for our commands, any AWS SDK and the AWS CLI:',
        ...exports,
        '',
        'Then for example: npm run deploy',
        'Ctrl-C stops it and removes all that it holds. What it refuses, and why, is told below.',
      ].join('\n'),
    )
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    await aws.close()
  }
})
