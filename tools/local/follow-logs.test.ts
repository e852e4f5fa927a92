import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { startLocalAws } from '../local-aws/server.ts'
import { eventually } from '../testing/eventually.ts'
import { followLogs } from './follow-logs.ts'

t.test('each log event is printed once, also one that arrives late, until the signal aborts', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const client = new CloudWatchLogsClient(aws)
  for (const logGroupName of ['/a', '/b']) await client.send(new CreateLogGroupCommand({ logGroupName }))
  const start = Date.now()
  const append = (group: string, offsetMs: number, message: string) =>
    aws.account.logs.append(group, `stream of ${message}`, [{ timestamp: start + offsetMs, message }])
  append('/a', -5000, 'before')
  append('/a', 20, 'second')
  append('/b', 10, 'first')
  const printed: string[] = []
  const stop = new AbortController()
  const following = followLogs(client, {
    groups: { a: '/a', b: '/b' },
    since: new Date(start),
    signal: stop.signal,
    receive: ({ functionName, message }) => printed.push(`${functionName} ${message}`),
    pollMs: 5,
  })
  await eventually('both events are printed', () => printed.length === 2)
  append('/b', 15, 'late')
  append('/a', 5000, 'last')
  await eventually('the later events are printed', () => printed.length === 4)
  append('/a', 15_001, 'end')
  await eventually('an event is printed after the forgotten ones', () => printed.length === 5)
  stop.abort()
  await following
  t.same(printed, ['b first', 'a second', 'b late', 'a last', 'a end'])
})

/** Follows a group whose polls are answered so, until the last of them. Returns the beginnings and what was received. */
async function follow(since: number, answers: readonly (object | Error)[], pollMs?: number) {
  const stop = new AbortController()
  let polls = 0
  const FilterLogEvents = () => {
    if (polls === answers.length - 1) stop.abort()
    return answers[polls++]!
  }
  const { connection, asked } = stubAws({ FilterLogEvents })
  const received: unknown[] = []
  await followLogs(connection.clients.get(CloudWatchLogsClient), {
    groups: { a: '/a' },
    since: new Date(since),
    signal: stop.signal,
    receive: event => received.push(event),
    ...(pollMs !== undefined && { pollMs }),
  })
  return { asked, received }
}

t.test('a poll reads all pages, and prints their events in the order of time', async t => {
  const event = (eventId: string, timestamp: number) => ({ eventId, timestamp, message: eventId })
  const { asked, received } = await follow(0, [
    { events: [event('later', 2)], nextToken: 'more' },
    { events: [event('earlier', 1)] },
  ])
  t.match(asked, [
    ['FilterLogEvents', { startTime: 0 }],
    ['FilterLogEvents', { startTime: 0, nextToken: 'more' }],
  ])
  t.match(received, [{ message: 'earlier' }, { message: 'later' }])
})

t.test('each poll begins ten seconds before the latest event, and not before the start', async t => {
  const since = Date.UTC(2026, 0, 1)
  const event = (eventId: string, afterMs: number) => ({ eventId, timestamp: since + afterMs, message: eventId })
  const first = event('first', 9_000)
  const { asked, received } = await follow(
    since,
    [
      { events: [first] },
      { events: [event('new', 15_000), event('late', 5_000)] },
      { events: [event('late', 5_000), event('new', 15_000)] },
      {},
    ],
    1,
  )
  const beginning = (afterMs: number) => ['FilterLogEvents', { logGroupName: '/a', startTime: since + afterMs }]
  t.match(asked, [0, 0, 5_000, 5_000].map(beginning))
  t.same(
    received,
    [first, event('late', 5_000), event('new', 15_000)].map(({ eventId, timestamp }) => ({
      functionName: 'a',
      timestamp,
      message: eventId,
    })),
    'in order of time, and each once: an event at exactly the beginning of a poll is still known',
  )
})

t.test('a refusal of the logs ends the following, and one after the end does not', async t => {
  await t.rejects(follow(0, [new Error('refused'), {}]), { message: 'refused' })
  await t.resolves(follow(0, [new Error('refused')]))
})

t.test('the logs are asked for again after 0.4 seconds', async t => {
  const { setTimeout } = timers
  const pauses: number[] = []
  timers.setTimeout = (async (ms: number) => void pauses.push(ms)) as never
  syncBuiltinESMExports()
  t.teardown(() => {
    timers.setTimeout = setTimeout
    syncBuiltinESMExports()
  })
  await follow(0, [{}, {}])
  t.same(pauses, [400, 400])
})
