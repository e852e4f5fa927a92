import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { removeStack } from './remove-stack.ts'
import type { Resource } from './resource.ts'

const StackId = 'arn:aws:cloudformation:eu-central-1:123456789012:stack/demo/1'
const vpc = { type: 'AWS::EC2::VPC', id: 'vpc-1' }

/** Removes a stack of which these resources are left at each try, and returns its calls in their order. */
async function remove(...left: Resource[][]) {
  let deletions = 0
  let status = 'CREATE_COMPLETE'
  const resourcesLeft = () => left[Math.min(deletions, left.length - 1)]!
  const { connection, asked } = stubAws({
    ListStackResources: () => ({
      StackResourceSummaries: resourcesLeft().map(({ type, id }) => ({
        LogicalResourceId: id,
        ResourceType: type,
        PhysicalResourceId: id,
        ResourceStatus: 'DELETE_FAILED',
      })),
    }),
    DescribeStacks: () => ({ Stacks: [{ StackName: 'demo', StackId, StackStatus: status }] }),
    DeleteStack: () => {
      deletions += 1
      status = 'DELETE_FAILED'
      return {}
    },
    DescribeStackEvents: () => ({
      StackEvents: deletions === 0 ? [] : [event(deletions, 'DELETE_FAILED'), event(deletions, 'DELETE_IN_PROGRESS')],
    }),
    DescribeNetworkInterfaces: {},
  })
  const { progress } = recordProgress()
  const stays = await removeStack({ StackName: 'demo', StackId } as never, [vpc], {
    connection,
    prefix: 'demo',
    roleArn: undefined,
    progress,
    signal: AbortSignal.timeout(30_000),
    pace: { quietMs: 3_600_000, pausesMs: [0, 0], limitMs: 3_600_000 },
    until: performance.now() + 3_600_000,
    removed: [],
    failures: [],
  })
  const calls = asked.map(([operation]) => operation).filter(name => /^Delete|Interfaces$/.test(name))
  return { stays, calls, filters: asked.find(([name]) => name === 'DescribeNetworkInterfaces')?.[1] }
}

const event = (deletion: number, ResourceStatus: string) => ({
  EventId: `${deletion} ${ResourceStatus}`,
  StackId,
  LogicalResourceId: 'demo',
  PhysicalResourceId: StackId,
  ResourceType: 'AWS::CloudFormation::Stack',
  ResourceStatus,
  ResourceStatusReason: ResourceStatus === 'DELETE_FAILED' ? 'something uses it' : undefined,
  Timestamp: new Date(deletion * 1000 + (ResourceStatus === 'DELETE_FAILED' ? 1 : 0)),
})

t.test('interfaces of Lambda are waited for after a failed deletion, once no function is left to use them', async t => {
  const lambda = { type: 'AWS::Lambda::Function', id: 'demo-consumer' }
  const { stays, calls, filters } = await remove([lambda, vpc], [lambda, vpc], [vpc])
  t.same(calls, ['DeleteStack', 'DeleteStack', 'DescribeNetworkInterfaces', 'DeleteStack'])
  t.match(filters, { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }, { Name: 'interface-type' }] })
  t.match(stays, /^DELETE_FAILED: demo \(AWS::CloudFormation::Stack, arn:.*\): something uses it$/)
})

t.test('before the first try nothing is waited for, also if no function is left', async t => {
  const { calls } = await remove([vpc])
  const again = ['DescribeNetworkInterfaces', 'DeleteStack']
  t.same(calls, ['DeleteStack', ...again, ...again])
})
