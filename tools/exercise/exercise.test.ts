import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { deployedSystem } from '../verify/deployed-fixture.ts'
import type { DeployedSystem } from './deployed-system.ts'
import { type DigitSample, digitSamples, modelFile } from './digits.ts'
import { exercise } from './exercise.ts'

t.setTimeout(600_000)

t.test('exercising a system twice gives the same results', async t => {
  const system = await deployedSystem(t)
  const { progress, lines } = recordProgress()
  const options = { largeBytes: 1 << 20, seed: 1 }
  const [first, second] = [await exercise(system, { ...options, progress }), await exercise(system, options)]
  t.match(first, { model: 'digits', sample: { key: 'inputs/digit-7.json' }, s3Event: { key: 'models/digits.onnx' } })
  t.match(second.model, /^digits-\d{17}$/)
  for (const { sample, created, repeated, large } of [first, second]) {
    t.equal(sample.predicted, 7)
    t.match(created, { status: 'created' })
    t.match(repeated, { status: 'exists' })
    t.equal(large.bytes, options.largeBytes)
  }
  const { fileId, bytes, efsPath } = first.created as { fileId: string; bytes: number; efsPath: string }
  t.match(lines.slice(0, 8), [
    /^Ingest inputs\/digit-7\.json: an unseen 7, put into the bucket/,
    `201 ${fileId}, ${bytes} bytes at ${efsPath}`,
    /^200 the same again: status "exists"/,
    /^Put models\/digits\.onnx into the bucket/,
    /^found by a warm \/predict \d+ ms after the PUT$/,
    'Predict',
    /^the digit is 7, which is right; result at \/mnt\//,
    /^a missing file is 404 [A-Z_]+$/,
  ])
  t.match(lines.slice(8), [/^Ingest a large object: 1 MiB$/, /^copied from S3 to EFS in /])
  t.equal(lines.length, 10, 'no call was repeated')
  t.not(second.sample.fileId, first.sample.fileId)
  const [{ body }] = (await digitSamples()) as [DigitSample]
  const given = createHash('sha256').update(body).digest('hex')
  t.same(first.inputSha256, { given, consumer: given })
  t.equal(bytes, body.length)
  t.match(first, {
    sample: { label: 7, fileId },
    repeated: { fileId },
    missing: { statusCode: 404, body: { error: 'NOT_FOUND' } },
    s3Event: { bytes: statSync(modelFile).size },
    predict: { fileId, s3Key: /^outputs\// },
    large: { key: `inputs/large-${1 << 20}.bin`, requestId: /./ },
  })
  t.ok(first.s3Event.latencyMs > 0)
  t.same(first.retries, [])
  t.same(
    first.answers.map(({ step, answer }) => [step, answer.statusCode]),
    [
      ['ingest', 201],
      ['ingest again', 200],
      ['predict', 200],
      ['predict, missing file', 404],
    ],
  )
  const s3 = new S3Client({ forcePathStyle: true })
  const head = new HeadObjectCommand({ Bucket: system.bucketName, Key: first.sample.key })
  t.equal((await s3.send(head)).ContentType, 'application/json')
  s3.destroy()
  t.ok(
    Date.parse(first.s3Event.putEndedAt) > (await firstConsumerCall(system)),
    'the latency of the event excludes the cold start of the Consumer, which runs before the PUT',
  )
})

/** Milliseconds, from Lambda's own record. */
async function firstConsumerCall({ consumer }: DeployedSystem): Promise<number> {
  const logs = new CloudWatchLogsClient({})
  const query = { logGroupName: consumer.logGroupName, filterPattern: '{ $.type = "platform.start" }' }
  const { events } = await logs.send(new FilterLogEventsCommand(query))
  logs.destroy()
  return Date.parse(JSON.parse(events![0]!.message!).time)
}
