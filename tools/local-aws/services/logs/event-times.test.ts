import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { startLocalAws } from '../../server.ts'
import { acceptedEvents } from './event-times.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.parse('2026-06-15T12:00:00Z')

function accepted(times: readonly number[], retentionInDays?: number) {
  const events = times.map(time => ({ timestamp: now + time, message: 'x' }))
  const { events: kept, rejected } = acceptedEvents(events, now, retentionInDays)
  return { kept: kept.map(event => event.timestamp! - now), rejected }
}

t.test('events are kept up to the exact millisecond of each limit', async t => {
  t.same(accepted([-14 * day, 2 * hour]), { kept: [-14 * day, 2 * hour], rejected: undefined })
  t.same(accepted([-14 * day - 1, 0]), { kept: [0], rejected: { tooOldLogEventEndIndex: 1 } })
  t.same(accepted([0, 2 * hour + 1]), { kept: [0], rejected: { tooNewLogEventStartIndex: 1 } })
  t.same(accepted([-day - 1, -day], 1), { kept: [-day], rejected: { expiredLogEventEndIndex: 1 } })
  t.same(accepted([-15 * day, -14 * day - 1], 1), {
    kept: [],
    rejected: { tooOldLogEventEndIndex: 2, expiredLogEventEndIndex: 2 },
  })
  t.same(accepted([3 * hour]), { kept: [], rejected: { tooNewLogEventStartIndex: 0 } })
})

t.test('too old and too new events are dropped and reported, and a batch has limits', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const logs = new CloudWatchLogsClient(aws)
  const stream = { logGroupName: 'times', logStreamName: 's' }
  await logs.send(new CreateLogGroupCommand(stream))
  await logs.send(new CreateLogStreamCommand(stream))
  const put = (...logEvents: { timestamp: number; message: string }[]) =>
    logs.send(new PutLogEventsCommand({ ...stream, logEvents }))
  const kept = async () => (await logs.send(new GetLogEventsCommand(stream))).events!.map(event => event.message)
  const time = Date.now()
  const old = await put({ timestamp: 1000, message: 'old' }, { timestamp: 2000, message: 'old too' })
  t.same(old.rejectedLogEventsInfo, { tooOldLogEventEndIndex: 2 })
  const mixed = await put({ timestamp: time, message: 'now' }, { timestamp: time + 3 * hour, message: 'new' })
  t.same(mixed.rejectedLogEventsInfo, { tooNewLogEventStartIndex: 1 })
  await logs.send(new PutRetentionPolicyCommand({ ...stream, retentionInDays: 1 }))
  const expired = await put({ timestamp: time - 2 * day, message: 'expired' })
  t.same(expired.rejectedLogEventsInfo, { expiredLogEventEndIndex: 1 })
  t.same(await kept(), ['now'])

  const refused = { name: 'InvalidParameterException' }
  await t.rejects(put({ timestamp: time - day - 1, message: 'a' }, { timestamp: time, message: 'b' }), {
    ...refused,
    message: 'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  })
  await t.resolves(put({ timestamp: time, message: 'é'.repeat((1_048_576 - 26) / 2) }))
  await t.rejects(put({ timestamp: time, message: 'x'.repeat(1_048_576 - 25) }), {
    ...refused,
    message: 'Upload too large: 1048577 bytes exceeds limit of 1048576',
  })
  t.equal((await kept()).length, 2, 'a refused batch stores nothing')
})
