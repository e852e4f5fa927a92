import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { deployedSystem } from '../verify/deployed-fixture.ts'
import type { DeployedSystem } from './deployed-system.ts'
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
  t.not(second.sample.fileId, first.sample.fileId)
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
