import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const logs = new CloudWatchLogsClient(aws)

t.test('a name that is too long is refused in the words of CloudWatch Logs', async t => {
  const long = 'n'.repeat(513)
  const refused = {
    name: 'InvalidParameterException',
    message: 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
  }
  await t.rejects(logs.send(new CreateLogStreamCommand({ logGroupName: '/g', logStreamName: long })), refused)
  await t.rejects(logs.send(new PutRetentionPolicyCommand({ logGroupName: long, retentionInDays: 7 })), refused)
})

async function groupWith(logGroupName: string, messages: string[]) {
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }))
  const first = Date.now() - messages.length
  const logEvents = messages.map((message, index) => ({ timestamp: first + index, message }))
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }))
}

async function filtered(logGroupName: string, filterPattern: string, page = {}) {
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern, ...page }))
  return events!.map(event => event.message)
}

t.test('a group is described with its retention, and can be created only once', async t => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/once' }))
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/aws/lambda/once', retentionInDays: 7 }))
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/on' }))
  t.match(logGroups, [{ retentionInDays: 7, arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/once:*' }])
  await t.rejects(logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/once' })), {
    name: 'ResourceAlreadyExistsException',
  })
  await t.rejects(logs.send(new PutRetentionPolicyCommand({ logGroupName: '/aws/lambda/once', retentionInDays: 8 })), {
    name: 'InvalidParameterException',
  })
  await t.rejects(logs.send(new FilterLogEventsCommand({ logGroupName: 'nothing' })), {
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  })
})

t.test('groups are listed by name, by a prefix, or by a pattern in any case', async t => {
  for (const logGroupName of ['/list/b', '/list/a', '/other/LIST'])
    await logs.send(new CreateLogGroupCommand({ logGroupName }))
  const listed = async (input: { logGroupNamePrefix?: string; logGroupNamePattern?: string }) => {
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand(input))
    return logGroups!.map(({ logGroupName }) => logGroupName)
  }
  t.same(await listed({ logGroupNamePrefix: '/list' }), ['/list/a', '/list/b'])
  t.same(await listed({ logGroupNamePattern: 'list' }), ['/list/a', '/list/b', '/other/LIST'])
  t.same(await listed({ logGroupNamePattern: 'List/B' }), ['/list/b'])
})

t.test('a name for AWS itself, and two choices of streams at once, are refused', async t => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/chosen' }))
  const refused = (call: Promise<unknown>, message: RegExp) =>
    t.rejects(call, { name: 'InvalidParameterException', message })
  await refused(logs.send(new CreateLogGroupCommand({ logGroupName: 'aws/mine' })), /aws\//)
  const group = { logGroupName: '/chosen', logStreamNamePrefix: 's' }
  await refused(
    logs.send(new DescribeLogStreamsCommand({ ...group, orderBy: 'LastEventTime' })),
    /^Cannot order by LastEventTime with a logStreamNamePrefix\.$/,
  )
  await refused(logs.send(new FilterLogEventsCommand({ ...group, logStreamNames: ['s'] })), /mutually exclusive/)
})

t.test('terms and JSON comparisons find the matching lines', async t => {
  const report = '{"type":"platform.report","record":{"requestId":"r1","metrics":{"durationMs":1.5}}}'
  const start = '{"type":"platform.start","record":{"requestId":"r1"}}'
  await groupWith('filter', ['plain ERROR line', report, start])
  t.same(await filtered('filter', '{ $.type = "platform.report" && $.record.requestId = "r1" }'), [report])
  t.same(await filtered('filter', '{ $.type = platform.* }'), [report, start])
  t.same(await filtered('filter', '{ $.record.metrics.durationMs = 1.5 }'), [report])
  t.same(await filtered('filter', 'ERROR -report'), ['plain ERROR line'])
  t.same(await filtered('filter', ''), ['plain ERROR line', report, start])
  for (const other of ['{ $.a > b }', '[ip, user]', '%ERR.*%', 'ERROR %x%']) {
    await t.rejects(filtered('filter', other), { name: 'InvalidParameterException' }, other)
  }
  t.same(await filtered('filter', '"100%"'), [])
  t.same(
    await filtered('filter', `{ $.type = "${'*p'.repeat(30)}" }`),
    [],
    'a pattern with many stars is evaluated in time',
  )
})

t.test('events have pages, and a stream can be read from either end', async t => {
  await groupWith('pages', ['1', '2', '3'])
  const first = await logs.send(new FilterLogEventsCommand({ logGroupName: 'pages', limit: 2 }))
  t.equal(first.events!.length, 2)
  t.same(await filtered('pages', '', { limit: 2, nextToken: first.nextToken }), ['3'])
  const read = async (input: object) =>
    logs.send(new GetLogEventsCommand({ logGroupName: 'pages', logStreamName: 's', limit: 2, ...input }))
  const tail = await read({})
  t.same(
    tail.events!.map(event => event.message),
    ['2', '3'],
  )
  const head = await read({ startFromHead: true })
  const rest = await read({ nextToken: head.nextForwardToken })
  t.same(
    rest.events!.map(event => event.message),
    ['3'],
  )
  t.equal((await read({ nextToken: rest.nextForwardToken })).nextForwardToken, rest.nextForwardToken)
})

t.test('pages and batches obey the limits of the model', async t => {
  await groupWith('limits', ['1'])
  const group = { logGroupName: 'limits' }
  const stream = { ...group, logStreamName: 's' }
  const refused = { name: 'InvalidParameterException' }
  for (const limit of [0, 51]) {
    await t.rejects(logs.send(new DescribeLogGroupsCommand({ limit })), {
      ...refused,
      message:
        /^1 validation error detected: Value '\d+' at 'limit' failed to satisfy constraint: Member must have value/,
    })
  }
  for (const limit of [0, 10_001]) {
    await t.rejects(logs.send(new FilterLogEventsCommand({ ...group, limit })), refused)
    await t.rejects(logs.send(new GetLogEventsCommand({ ...stream, limit })), refused)
  }
  const put = (...logEvents: { timestamp: number; message: string }[]) =>
    logs.send(new PutLogEventsCommand({ ...stream, logEvents }))
  const length = (bound: string) => ({
    ...refused,
    message: `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length ${bound}`,
  })
  await t.rejects(put(), length('greater than or equal to 1'))
  const many = Array.from({ length: 10_001 }, () => ({ timestamp: 1, message: 'x' }))
  await t.rejects(put(...many), length('less than or equal to 10000'))
  await t.rejects(put({ timestamp: 1, message: '' }), {
    message: /Value '' at 'logEvents.1.member.message' failed to satisfy constraint: Member must have length/,
  })
  await t.rejects(put({ timestamp: 2, message: 'a' }, { timestamp: 1, message: 'b' }), {
    message: 'Log events in a single PutLogEvents request must be in chronological order.',
  })
  t.same(await filtered('limits', ''), ['1'], 'a refused batch stores nothing')
})
