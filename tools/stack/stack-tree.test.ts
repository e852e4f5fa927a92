import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { resourcesIn, stackTree } from './stack-tree.ts'

const stackType = 'AWS::CloudFormation::Stack'
const one = (
  LogicalResourceId: string,
  ResourceType: string,
  PhysicalResourceId?: string,
  ResourceStatus?: string,
) => ({
  LogicalResourceId,
  ResourceType,
  PhysicalResourceId,
  ResourceStatus,
})
const there = 'CREATE_COMPLETE'

/** The resources of each stack, in pages. */
const pages: Record<string, object[][]> = {
  demo: [
    [one('Network', stackType, 'arn:network', there), one('Gone', stackType, 'arn:gone', 'DELETE_COMPLETE')],
    [
      one('Failed', 'AWS::S3::Bucket', 'failed', 'CREATE_FAILED'),
      one('Kept', 'AWS::S3::Bucket', 'kept', 'DELETE_SKIPPED'),
      one('Stuck', 'AWS::S3::Bucket', 'stuck', 'DELETE_FAILED'),
      one('Unmade', 'AWS::S3::Bucket', undefined, 'CREATE_IN_PROGRESS'),
      one('Untold', 'AWS::S3::Bucket', 'untold', undefined),
    ],
  ],
  'arn:network': [[one('Vpc', 'AWS::EC2::VPC', 'vpc-1', there)], []],
}

t.test('a tree has all pages of a stack and of those nested in it, and lists what is there', async t => {
  const { connection, asked } = stubAws({
    ListStackResources: ({ StackName, NextToken = '0' }) => {
      const next = Number(NextToken) + 1
      const all = pages[StackName as string]!
      return { StackResourceSummaries: all[next - 1], ...(next < all.length && { NextToken: String(next) }) }
    },
  })
  const tree = await stackTree(connection.clients.get(CloudFormationClient), 'demo')
  t.equal(tree.stackId, 'demo')
  t.equal(tree.resources.length, 7)
  t.same([...tree.nested.keys()], ['Network'])
  t.match(tree.nested.get('Network'), { stackId: 'arn:network', nested: new Map() })
  t.same(resourcesIn(tree), [
    { type: stackType, id: 'arn:network' },
    { type: 'AWS::EC2::VPC', id: 'vpc-1' },
    { type: 'AWS::S3::Bucket', id: 'stuck' },
  ])
  t.equal(asked.length, 4)
})

t.test('a stack without resources is a tree without any', async t => {
  const { connection } = stubAws({ ListStackResources: {} })
  const tree = await stackTree(connection.clients.get(CloudFormationClient), 'demo')
  t.same(tree, { stackId: 'demo', resources: [], nested: new Map() })
})
