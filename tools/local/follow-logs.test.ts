import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
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
