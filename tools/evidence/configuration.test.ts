import { LambdaClient } from '@aws-sdk/client-lambda'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { collectConfiguration } from './configuration.ts'
import { collectLogs } from './function-logs.ts'

const system = {
  stackId: 'arn:root',
  bucketName: 'b',
  outputs: { AccessPointId: 'fsap-1', FileSystemId: 'fs-1' },
  producer: { functionName: 'p', logGroupName: '/p' },
  consumer: { functionName: 'c', logGroupName: '/c' },
} as unknown as DeployedSystem
const event = (EventId: string, second: number) => ({ EventId, Timestamp: new Date(second * 1000) })
const ResourceStatus = 'CREATE_COMPLETE'
const nested = {
  ResourceStatus,
  LogicalResourceId: 'NetworkStack',
  ResourceType: 'AWS::CloudFormation::Stack',
  PhysicalResourceId: 'arn:nested',
}
const vpc = { ResourceStatus, LogicalResourceId: 'Vpc', ResourceType: 'AWS::EC2::VPC', PhysicalResourceId: 'vpc-1' }

function account(DescribeFileSystemPolicy: object) {
  const stub = stubAws({
    DescribeAccessPoints: { AccessPoints: [{ AccessPointId: 'fsap-1' }, { AccessPointId: 'other' }] },
    DescribeFileSystems: { FileSystems: [{ FileSystemId: 'fs-1' }] },
    DescribeMountTargets: { MountTargets: [{ MountTargetId: 'fsmt-1' }] },
    DescribeFileSystemPolicy,
    GetFunctionConfiguration: ({ FunctionName }) => ({ FunctionName, $metadata: {} }),
    ListObjectsV2: ({ ContinuationToken }) =>
      ContinuationToken === undefined
        ? { Contents: [{ Key: 'outputs/a' }], NextContinuationToken: 'more' }
        : { Contents: [{ Key: 'outputs/b' }] },
    DescribeStacks: ({ StackName }) => ({
      Stacks: [{ StackName: StackName === 'arn:root' ? 'demo' : 'demo-Network' }],
    }),
    ListStackResources: ({ StackName }) => ({
      StackResourceSummaries: StackName === 'arn:root' ? [nested] : [vpc],
    }),
    DescribeStackEvents: ({ StackName, NextToken }) => {
      if (StackName !== 'arn:root') return { StackEvents: [event('nested', 5)] }
      return NextToken === undefined
        ? { StackEvents: [event('last', 9)], NextToken: 'older' }
        : { StackEvents: [event('first', 1)] }
    },
  })
  stub.connection.clients.get(LambdaClient)
  return stub
}

async function collected(policy: object) {
  const { connection, asked } = account(policy)
  const files = await collectConfiguration(connection, system, { target: 'local', runId: 'run-1' })
  return { asked, files: new Map(files.map(({ path, content }) => [path, JSON.parse(String(content))])) }
}

t.test('each subject of the configuration is a file with its origin and its calls', async t => {
  const { files, asked } = await collected({ Policy: '{"Version":"2012-10-17"}' })
  const readAt = /^2\d{3}-\d\d-\d\dT/
  const origin = { target: 'local', runId: 'run-1', region: 'eu-central-1', readAt }
  const of = (...calls: string[]) => ({ ...origin, calls })
  const expected: Record<string, object> = {
    'efs/access-point.json': {
      ...of('DescribeAccessPoints', 'DescribeFileSystems', 'DescribeMountTargets', 'DescribeFileSystemPolicy'),
      accessPoint: { AccessPointId: 'fsap-1' },
      fileSystem: { FileSystemId: 'fs-1' },
      mountTargets: [{ MountTargetId: 'fsmt-1' }],
      fileSystemPolicy: { Version: '2012-10-17' },
    },
    'lambda/producer.json': { ...of('GetFunctionConfiguration'), configuration: { FunctionName: 'p' } },
    'lambda/consumer.json': { ...of('GetFunctionConfiguration'), configuration: { FunctionName: 'c' } },
    's3/outputs.json': {
      ...of('ListObjectsV2'),
      bucket: 'b',
      prefix: 'outputs/',
      objects: [{ Key: 'outputs/a' }, { Key: 'outputs/b' }],
    },
    'cloudformation/stacks.json': {
      ...of('DescribeStacks'),
      stacks: [{ StackName: 'demo' }, { StackName: 'demo-Network' }],
    },
    'cloudformation/resources.json': {
      ...of('ListStackResources'),
      resources: { demo: [nested], 'demo-Network': [vpc] },
    },
    'cloudformation/events.json': {
      ...of('DescribeStackEvents'),
      events: [{ EventId: 'first' }, { EventId: 'nested' }, { EventId: 'last' }],
    },
  }
  t.same([...files.keys()], Object.keys(expected))
  for (const [path, content] of Object.entries(expected)) t.match(files.get(path), content, path)
  t.notOk('$metadata' in files.get('lambda/producer.json').configuration)
  t.match(
    asked.filter(([name]) => name === 'ListObjectsV2'),
    Array(2).fill(['ListObjectsV2', { Bucket: 'b', Prefix: 'outputs/' }]),
  )
  for (const name of ['DescribeFileSystems', 'DescribeMountTargets', 'DescribeFileSystemPolicy']) {
    t.same(asked.find(([one]) => one === name)![1], { FileSystemId: 'fs-1' }, name)
  }
})

t.test('a file system without a policy has none in its file, and another refusal is an error', async t => {
  const { files } = await collected(Object.assign(new Error('none'), { name: 'PolicyNotFound' }))
  t.equal(files.get('efs/access-point.json').fileSystemPolicy, null)
  await t.rejects(collected(new Error('no network')), /no network/)
})

t.test('the logs of both functions since the beginning are a record a line', async t => {
  const events = [
    { timestamp: 1, logStreamName: 's', message: '{"a":1}', eventId: 'x' },
    { timestamp: 2, logStreamName: 's', message: 'text\n' },
  ]
  const { connection, asked } = stubAws({
    FilterLogEvents: ({ logGroupName, nextToken }) => {
      if (logGroupName !== '/p') return {}
      return nextToken === undefined ? { events: events.slice(0, 1), nextToken: 'more' } : { events: events.slice(1) }
    },
  })
  t.same(await collectLogs(connection, system, new Date(5)), [
    {
      path: 'logs/producer.ndjson',
      content:
        '{"timestamp":1,"logStreamName":"s","message":{"a":1}}\n{"timestamp":2,"logStreamName":"s","message":"text\\n"}\n',
    },
    { path: 'logs/consumer.ndjson', content: '' },
  ])
  t.match(asked, [
    ['FilterLogEvents', { logGroupName: '/p', startTime: 5 }],
    ['FilterLogEvents', { logGroupName: '/p', startTime: 5, nextToken: 'more' }],
    ['FilterLogEvents', { logGroupName: '/c', startTime: 5 }],
  ])
})
