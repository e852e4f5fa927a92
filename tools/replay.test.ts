import { spawn } from 'node:child_process'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import t from 'tap'
import { deploy } from './deploy/deploy.ts'
import { useLocalAws } from './deploy/deploy-fixture.ts'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'
import { within } from './testing/eventually.ts'

t.setTimeout(600_000)

t.test('failed events are listed and run again, and their records are removed when they succeed', async t => {
  const aws = await useLocalAws(t)
  const { lambda: state } = aws.account
  state.events.retryDelaysMs = [10, 10]
  await deploy({ prefix: 'demo', outDir: t.testdir() })
  const Bucket = 'demo-ml-models-bucket'
  const s3 = new S3Client({ forcePathStyle: true })
  const lambda = new LambdaClient({})
  t.teardown(() => [s3, lambda].forEach(client => client.destroy()))
  const replay = (...args: string[]) =>
    ended(
      spawn(process.execPath, commandLine('replay', '--prefix', 'demo', ...args), {
        env: { ...process.env, ...aws.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
  const records = async () =>
    ((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'aws/lambda/' }))).Contents ?? []).map(({ Key }) => Key!)
  /** S3's event for an object, whether the object exists or not. */
  const announce = async (key: string) => {
    const object = { key: encodeURIComponent(key).replaceAll('%20', '+') }
    const record = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: Bucket }, object } }
    const Payload = JSON.stringify({ Records: [record] })
    await lambda.send(new InvokeCommand({ FunctionName: 'demo-producer', InvocationType: 'Event', Payload }))
    await within('the event is given up', state.events.settled())
  }

  t.match(await replay(), { code: 0, stdout: 'There is no failed event.\n' })

  // inputs/ has no notification, so only the replay copies it.
  await announce('inputs/late arrival.json')
  await announce('inputs/never.json')
  t.equal((await records()).length, 2)
  const dry = await replay('--dry-run')
  t.match(dry, {
    code: 0,
    stdout: /^inputs\/late arrival\.json: RetriesExhausted at 2\d+-.*\ninputs\/never\.json: Retr/,
  })
  t.equal((await records()).length, 2, 'a dry run removes nothing')

  await s3.send(new PutObjectCommand({ Bucket, Key: 'inputs/late arrival.json', Body: '{}' }))
  const first = await replay()
  t.match(first.stdout, /^inputs\/late arrival\.json: created\ninputs\/never\.json: failed again, \w+: .*\n$/)
  t.match(first, { code: 1, stderr: /1 of 2 events failed again\. Their records stay in demo-ml.*\(STILL_FAILING\)/ })
  t.equal((await records()).length, 1)

  await s3.send(new PutObjectCommand({ Bucket, Key: 'inputs/never.json', Body: '{}' }))
  const [second] = JSON.parse((await replay('--json')).stdout)
  t.match(second, { outcome: 'done', keys: ['inputs/never.json'], condition: 'RetriesExhausted' })
  t.same(await records(), [])

  const Key = 'aws/lambda/async/demo-producer/2026/01/01/2026-01-01T00.00.00-not-a-record'
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'something else' }))
  t.match(await replay(), { code: 1, stderr: /not-a-record in the bucket is not a record.*\(NOT_A_RECORD\)/ })
  t.equal(await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString(), 'something else')
  await s3.send(new DeleteObjectCommand({ Bucket, Key }))

  const concurrency = state.function('demo-producer')
  await announce('inputs/late arrival 2.json')
  concurrency.reservedConcurrency = 0
  t.match(await replay(), {
    code: 1,
    stdout: /late arrival 2\.json: failed again, TooManyRequestsException: Rate Exceeded/,
  })
})

t.test('replay of a missing system is an error that says so', async t => {
  const aws = await useLocalAws(t)
  const child = spawn(process.execPath, commandLine('replay'), { env: { ...process.env, ...aws.environment } })
  t.match(await ended(child), {
    code: 1,
    stderr: /There is no finished stack lambda-efs in us-east-1\. \(NOT_DEPLOYED\)/,
  })
})
