import * as sdk from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const logs = new sdk.CloudWatchLogsClient(aws)
const now = Date.parse('2026-06-15T12:00:00Z')
t.intercept(aws.account, 'now', { value: () => new Date(now) })
const invalid = (message: string | RegExp) => ({
  name: 'InvalidParameterException',
  message,
  $metadata: { httpStatusCode: 400 },
})
const noGroup = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' }
const noStream = { name: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' }

/** The answer without its metadata. */
async function answer(command: object): Promise<any> {
  const { $metadata, ...members } = await logs.send(command as never)
  return members
}

const logGroupName = '/g'
const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:/g'
await answer(new sdk.CreateLogGroupCommand({ logGroupName, tags: { a: 'b' } }))
const put = (logStreamName: string, ...events: [ms: number, message: string][]) =>
  answer(
    new sdk.PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: events.map(([ms, message]) => ({ timestamp: now + ms, message })),
    }),
  )

t.test('a group is described in full, with the bytes of its events', async t => {
  const described = async () => (await answer(new sdk.DescribeLogGroupsCommand({}))).logGroups
  const group = {
    logGroupName,
    arn: `${arn}:*`,
    logGroupArn: arn,
    creationTime: now,
    logGroupClass: 'STANDARD',
    metricFilterCount: 0,
    deletionProtectionEnabled: false,
    storedBytes: 0,
  }
  t.same(await described(), [group])
  await answer(new sdk.CreateLogStreamCommand({ logGroupName, logStreamName: 'a' }))
  await put('a', [-2, 'é'], [-1, 'xy'])
  for (const retentionInDays of [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827]) {
    await answer(new sdk.PutRetentionPolicyCommand({ logGroupName, retentionInDays }))
    t.same(await described(), [{ ...group, storedBytes: 4, retentionInDays }])
  }
  for (const retentionInDays of [2192, 2557, 2922, 3288, 3653])
    await t.resolves(answer(new sdk.PutRetentionPolicyCommand({ logGroupName, retentionInDays })))
  for (const retentionInDays of [2, 3654])
    await t.rejects(
      answer(new sdk.PutRetentionPolicyCommand({ logGroupName, retentionInDays })),
      invalid(/^The specified retention period is not valid: \d+\. Valid values: 1, 3, 5, /),
    )
  await answer(new sdk.DeleteRetentionPolicyCommand({ logGroupName }))
  t.notOk('retentionInDays' in (await described())[0])
  await answer(new sdk.CreateLogGroupCommand({ logGroupName: '/rare', logGroupClass: 'INFREQUENT_ACCESS' }))
  t.match(await described(), [{}, { logGroupName: '/rare', logGroupClass: 'INFREQUENT_ACCESS' }])
  await answer(new sdk.DeleteLogGroupCommand({ logGroupName: '/rare' }))
  t.equal((await described()).length, 1)
  await t.rejects(
    answer(new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' })),
    invalid(/mutually exclusive parameters\.$/),
  )
})

t.test('streams are described in full, and sorted by name or by their last event', async t => {
  await answer(new sdk.CreateLogStreamCommand({ logGroupName, logStreamName: 'c' }))
  await answer(new sdk.CreateLogStreamCommand({ logGroupName, logStreamName: 'b' }))
  await put('b', [-9, 'early'], [-3, 'late'])
  const streams = async (more: object = {}) =>
    (await answer(new sdk.DescribeLogStreamsCommand({ logGroupName, ...more }))).logStreams
  const names = async (more: object) => (await streams(more)).map((one: sdk.LogStream) => one.logStreamName)
  const stream = (name: string) => ({
    logStreamName: name,
    arn: `${arn}:log-stream:${name}`,
    creationTime: now,
    storedBytes: 0,
  })
  t.same(await streams(), [
    { ...stream('a'), firstEventTimestamp: now - 2, lastEventTimestamp: now - 1, lastIngestionTime: now },
    { ...stream('b'), firstEventTimestamp: now - 9, lastEventTimestamp: now - 3, lastIngestionTime: now },
    stream('c'),
  ])
  t.same(await names({ descending: true }), ['c', 'b', 'a'])
  t.same(await names({ orderBy: 'LastEventTime' }), ['c', 'b', 'a'])
  t.same(await names({ orderBy: 'LastEventTime', descending: true }), ['a', 'b', 'c'])
  t.same(await names({ logStreamNamePrefix: 'b' }), ['b'])
  t.same(await names({ limit: 2 }), ['a', 'b'])
  t.same(await names({ logGroupName: undefined, logGroupIdentifier: arn }), ['a', 'b', 'c'])
  await t.rejects(streams({ logGroupIdentifier: arn }), { name: 'ValidationException', message: /mutually exclusive/ })
  await t.rejects(streams({ logGroupName: undefined }), invalid('You must specify a log group name or identifier.'))
  await t.rejects(answer(new sdk.CreateLogStreamCommand({ logGroupName, logStreamName: 'c' })), {
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log stream already exists',
  })
  await answer(new sdk.DeleteLogStreamCommand({ logGroupName, logStreamName: 'c' }))
  await t.rejects(answer(new sdk.DeleteLogStreamCommand({ logGroupName, logStreamName: 'c' })), noStream)
  await t.rejects(put('c', [0, 'x']), noStream)
  await t.rejects(streams({ logGroupName: '/none' }), noGroup)
})

t.test('events of all streams are filtered by time, stream and text, in the order of time', async t => {
  const filter = (more: object = {}) => answer(new sdk.FilterLogEventsCommand({ logGroupName, ...more }))
  const texts = async (more: object = {}) => (await filter(more)).events.map((one: sdk.FilteredLogEvent) => one.message)
  const { events, searchedLogStreams } = await filter()
  t.same(searchedLogStreams, [])
  t.match(events[0], { logStreamName: 'b', timestamp: now - 9, message: 'early', ingestionTime: now })
  t.match(events[0].eventId, /^[0-9a-f]{56}$/)
  t.same(await texts(), ['early', 'late', 'é', 'xy'])
  t.same(await texts({ startTime: now - 3 }), ['late', 'é', 'xy'])
  t.same(await texts({ startTime: now - 2 }), ['é', 'xy'])
  t.same(await texts({ endTime: now - 3 }), ['early', 'late'], 'the end is included')
  t.same(await texts({ endTime: now - 4 }), ['early'])
  t.same(await texts({ logStreamNames: ['b'] }), ['early', 'late'])
  t.same(await texts({ logStreamNamePrefix: 'a' }), ['é', 'xy'])
  t.same(await texts({ filterPattern: 'late' }), ['late'])
  t.same(await texts({ logGroupName: undefined, logGroupIdentifier: arn, limit: 1 }), ['early'])
  await t.rejects(filter({ logGroupName: undefined }), invalid('You must specify a log group name or identifier.'))
  await t.rejects(filter({ nextToken: 'x' }), invalid('The specified nextToken is invalid.'))
})

t.test('a stream is read from either end, and its tokens never end', async t => {
  await answer(new sdk.CreateLogStreamCommand({ logGroupName, logStreamName: 'r' }))
  await put('r', ...[5, 4, 3, 2, 1].map((ms): [number, string] => [-ms, String(ms)]))
  const read = async (more: object = {}) => {
    const { events, nextForwardToken, nextBackwardToken } = await answer(
      new sdk.GetLogEventsCommand({ logGroupName, logStreamName: 'r', limit: 2, ...more }),
    )
    return [events.map((one: sdk.OutputLogEvent) => one.message).join(''), nextForwardToken, nextBackwardToken]
  }
  t.same(await read(), ['21', 'f/5', 'b/3'])
  t.same(await read({ startFromHead: true }), ['54', 'f/2', 'b/0'])
  t.same(await read({ nextToken: 'f/2' }), ['32', 'f/4', 'b/2'])
  t.same(await read({ nextToken: 'f/4' }), ['1', 'f/5', 'b/4'])
  t.same(await read({ nextToken: 'f/9' }), ['', 'f/5', 'b/5'])
  t.same(await read({ nextToken: 'b/3' }), ['43', 'f/3', 'b/1'])
  t.same(await read({ nextToken: 'b/1' }), ['5', 'f/1', 'b/0'])
  t.same(await read({ nextToken: 'b/0' }), ['', 'f/0', 'b/0'])
  t.same(await read({ limit: undefined }), ['54321', 'f/5', 'b/0'])
  t.same(await read({ limit: 9, startFromHead: true }), ['54321', 'f/5', 'b/0'])
  t.same(await read({ startTime: now - 4, limit: undefined }), ['4321', 'f/4', 'b/0'])
  t.same(await read({ endTime: now - 2, limit: undefined }), ['543', 'f/3', 'b/0'], 'the end is not included')
  t.same(await read({ logGroupName: undefined, logGroupIdentifier: arn }), ['21', 'f/5', 'b/3'])
  for (const nextToken of ['x/1', 'f/', 'f/-1']) await t.rejects(read({ nextToken }), invalid(/nextToken is invalid/))
  await t.rejects(read({ logGroupName: undefined }), noGroup)
  const { events } = await answer(new sdk.GetLogEventsCommand({ logGroupName, logStreamName: 'r', limit: 1 }))
  t.same(events, [{ timestamp: now - 1, message: '1', ingestionTime: now }])
})

t.test('events are kept in the order of their times, whatever came first', async t => {
  await answer(new sdk.CreateLogStreamCommand({ logGroupName, logStreamName: 'o' }))
  t.same(await put('o', [-1, 'second']), {})
  await put('o', [-2, 'first'])
  const { events } = await answer(new sdk.GetLogEventsCommand({ logGroupName, logStreamName: 'o' }))
  t.same(
    events.map((one: sdk.OutputLogEvent) => one.message),
    ['first', 'second'],
  )
  const day = 24 * 3_600_000
  await t.resolves(put('o', [-day, 'a'], [0, 'b']), 'a batch of exactly a day')
  await t.resolves(put('o', [0, 'a'], [0, 'b']), 'two events of the same time')
  const half = 'x'.repeat(524_288 - 26)
  await t.resolves(put('o', [0, half], [0, half]), 'a batch of exactly 1 MiB with 26 bytes for each event')
  await t.rejects(
    put('o', [0, half], [0, `${half}x`]),
    invalid('Upload too large: 1048577 bytes exceeds limit of 1048576'),
  )
})

t.test('tags are added, replaced and removed', async t => {
  t.same((await answer(new sdk.ListTagsForResourceCommand({ resourceArn: arn }))).tags, { a: 'b' })
  t.equal(aws.account.logs.group(`${arn}:*`).logGroupName, logGroupName, 'IAM’s form of the ARN')
  await answer(new sdk.TagResourceCommand({ resourceArn: arn, tags: { a: 'c', d: 'e' } }))
  await answer(new sdk.UntagResourceCommand({ resourceArn: arn, tagKeys: ['d', 'none'] }))
  t.same((await answer(new sdk.ListTagsForResourceCommand({ resourceArn: arn }))).tags, { a: 'c' })
  await t.rejects(
    answer(new sdk.TagResourceCommand({ resourceArn: arn, tags: { 'aws:x': '' } })),
    invalid('Tag key aws:x is reserved: it begins with aws:.'),
  )
})

t.test('a stream has the times of its last event and of its arrival', async t => {
  const stream = { logGroupName: '/later', logStreamName: 's' }
  await answer(new sdk.CreateLogGroupCommand({ logGroupName: '/later' }))
  await answer(new sdk.CreateLogStreamCommand(stream))
  const event = (ms: number) =>
    answer(new sdk.PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: now + ms, message: 'x' }] }))
  await event(-7)
  t.intercept(aws.account, 'now', { value: () => new Date(now + 5) })
  await event(-2)
  t.match((await answer(new sdk.DescribeLogStreamsCommand({ logGroupName: '/later' }))).logStreams, [
    { firstEventTimestamp: now - 7, lastEventTimestamp: now - 2, lastIngestionTime: now + 5 },
  ])
})
