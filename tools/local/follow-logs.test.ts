import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { startLocalAws } from '../local-aws/server.ts'
import { eventually } from '../testing/eventually.ts'
import { followLogs } from './follow-logs.ts'

t.test('each event is told once, also one that comes late, until the signal comes', async t => {
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
  const told: string[] = []
  const stop = new AbortController()
  const following = followLogs(client, {
    groups: { a: '/a', b: '/b' },
    since: new Date(start),
    signal: stop.signal,
    receive: ({ functionName, message }) => told.push(`${functionName} ${message}`),
    pollMs: 5,
  })
  await eventually('both are told', () => told.length === 2)
  append('/b', 15, 'late')
  append('/a', 5000, 'last')
  await eventually('the later ones are told', () => told.length === 4)
  append('/a', 15_001, 'end')
  await eventually('one after the events that are forgotten', () => told.length === 5)
  stop.abort()
  await following
  t.same(told, ['b first', 'a second', 'b late', 'a last', 'a end'])
})
