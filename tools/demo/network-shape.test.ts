import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'
import { startLocalAwsProcess } from './local-aws-process.ts'

t.setTimeout(600_000)

t.test('the demo passes the speed of S3 to the local AWS, which prints it', async t => {
  const lines: string[] = []
  const choices = { s3ConnectionMibps: 12, lambdaNetwork: 'published' } as const
  const aws = await startLocalAwsProcess(choices, line => lines.push(line))
  await aws.stop()
  t.match(lines[0], /which is a simulation: .* at 12 MiB\/s at most; each execution environment/)
})

t.test('the demo refuses a speed of S3 on AWS', async t => {
  for (const option of [
    ['--s3-connection-mibps', '85'],
    ['--lambda-network', 'published'],
  ]) {
    const child = spawn(process.execPath, commandLine('demo', '--target', 'aws', ...option))
    const { code, stderr } = await ended(child)
    t.equal(code, 2)
    t.match(stderr, /--s3-connection-mibps and --lambda-network are for the local AWS; .* \(MISUSED\)/)
  }
})
