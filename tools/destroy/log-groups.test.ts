import { ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { expectedLogGroups, logGroupNames } from './expected-log-groups.ts'
import { findLogGroups, logGroupsByOwner, removeLogGroups } from './log-groups.ts'
import { defaultPace } from './pace.ts'

const ofStack = ['/aws/lambda/demo-producer', '/aws/lambda/demo-consumer', '/aws/lambda/demo-compare']
const ofObserver = '/aws/lambda/demo-observer'
const tags = Object.fromEntries(stackTags('demo').map(({ Key, Value }) => [Key, Value]))
const missing = serviceError(ResourceNotFoundException)

/** A CloudWatch Logs with these groups, each with its tags, or an error instead of them. */
const logs = (groups: Readonly<Record<string, Record<string, string> | Error | undefined>>, more: object = {}) =>
  stubAws({
    DescribeLogGroups: ({ logGroupNamePrefix }) => ({
      logGroups: Object.keys(groups)
        .filter(name => name.startsWith(String(logGroupNamePrefix)))
        .map(logGroupName => ({ logGroupName, arn: `arn:${logGroupName}:*` })),
    }),
    ListTagsForResource: ({ resourceArn }) => {
      const answer = groups[String(resourceArn).slice('arn:'.length)]
      return answer instanceof Error ? answer : { tags: answer }
    },
    DeleteLogGroup: {},
    ...more,
  })

t.test('a deployment may have the groups of its functions, its API and the observer', async t => {
  t.same(logGroupNames('demo', undefined), [...ofStack, '/aws/apigateway/demo'])
  t.same(logGroupNames('demo', 'a1').at(-1), 'API-Gateway-Execution-Logs_a1/prod')
  const none = { tree: [], hasObserver: false }
  t.same(expectedLogGroups('demo', undefined, none), {
    prefix: 'demo',
    names: [...ofStack, '/aws/apigateway/demo', ofObserver],
    made: new Set(),
  })
  const complete = { Outputs: [{ OutputKey: 'ApiId', OutputValue: 'a1' }] } as never
  const tree = [
    { type: 'AWS::Logs::LogGroup', id: 'own' },
    { type: 'AWS::ApiGateway::RestApi', id: 'a2' },
    { type: 'AWS::S3::Bucket', id: 'bucket' },
  ]
  const execution = 'API-Gateway-Execution-Logs_a1/prod'
  const all = expectedLogGroups('demo', complete, { tree, hasObserver: true })
  t.same(all.made, new Set(['own', execution, ...ofStack, ofObserver]))
  t.ok(all.names.includes(execution), 'the output counts before the tree')
  const unfinished = expectedLogGroups('demo', { Outputs: [] } as never, { tree, hasObserver: false })
  t.same(unfinished.made, new Set(['own', 'API-Gateway-Execution-Logs_a2/prod']))
})

t.test('only a group of exactly that name is found', async t => {
  const { connection } = logs({ 'a/b': {}, 'a/bc': {}, d: {} })
  t.same(await findLogGroups(connection, ['a/b', 'a', 'd', 'e']), ['a/b', 'd'])
  t.same(await findLogGroups(stubAws({ DescribeLogGroups: {} }).connection, ['a']), [])
})

t.test('a group is the deployment’s by its tags, or without tags if the deployment certainly made it', async t => {
  const { connection, asked } = logs({ a: tags, b: {}, c: undefined, d: { Owner: 'me' }, e: {}, gone: missing })
  const names = ['a', 'b', 'c', 'd', 'e', 'gone']
  const groups = { prefix: 'demo', names, made: new Set(['b', 'c', 'd']) }
  t.same(await logGroupsByOwner(connection, groups), [
    { id: 'a', ours: true },
    { id: 'b', ours: true },
    { id: 'c', ours: true },
    { id: 'd', ours: false },
    { id: 'e', ours: false },
  ])
  t.same(
    asked.find(([name]) => name === 'ListTagsForResource'),
    ['ListTagsForResource', { resourceArn: 'arn:a' }],
  )
  t.same(await removeLogGroups(connection, groups), ['a', 'b', 'c'])
  const deleted = asked.filter(([name]) => name === 'DeleteLogGroup').map(([, input]) => input)
  t.same(deleted, [{ logGroupName: 'a' }, { logGroupName: 'b' }, { logGroupName: 'c' }])
})

t.test('a group that was deleted meanwhile is not counted, and another failure is passed on', async t => {
  const groups = { prefix: 'demo', names: ['a'], made: new Set<string>() }
  t.same(await removeLogGroups(logs({ a: tags }, { DeleteLogGroup: missing }).connection, groups), [])
  const refused = new Error('refused')
  await t.rejects(removeLogGroups(logs({ a: tags }, { DeleteLogGroup: refused }).connection, groups), refused)
  await t.rejects(logGroupsByOwner(logs({ a: refused }).connection, groups), refused)
})

t.test('a removal reports after a minute of silence, tries three times, and gives up after 100 minutes', async t => {
  t.same(defaultPace, { quietMs: 60_000, pausesMs: [15_000, 60_000], limitMs: 6_000_000 })
})
