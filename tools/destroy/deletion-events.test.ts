import t from 'tap'
import type { StackEvent } from '../stack/stack-event.ts'
import { failedResources, removedResources } from './deletion-events.ts'
import { resourceLines } from './resource.ts'

const rootId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/demo/1'
const nestedId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/demo-NetworkStack-A/2'
const stackType = 'AWS::CloudFormation::Stack'

function event(of: Partial<StackEvent>): StackEvent {
  const status = 'DELETE_COMPLETE'
  return {
    id: '',
    stackId: rootId,
    path: [],
    logicalId: '',
    physicalId: '',
    type: '',
    status,
    reason: '',
    at: new Date(),
    ...of,
  }
}

t.test('the removed resources are listed once each, with the root stack', async t => {
  const removed = removedResources([
    event({ type: 'AWS::EC2::VPC', physicalId: 'vpc-1', status: 'DELETE_IN_PROGRESS' }),
    event({ type: 'AWS::EC2::VPC', physicalId: 'vpc-1', stackId: nestedId, path: ['NetworkStack'] }),
    event({ type: 'AWS::EC2::Subnet', physicalId: 'subnet-1', status: 'DELETE_FAILED' }),
    event({ type: stackType, physicalId: nestedId, stackId: nestedId, path: ['NetworkStack'], logicalId: 'x' }),
    event({ type: stackType, physicalId: nestedId, logicalId: 'NetworkStack' }),
    event({ type: 'AWS::Lambda::Function', logicalId: 'NeverMade' }),
    event({ type: stackType, physicalId: rootId, logicalId: 'demo' }),
  ])
  t.same(removed, [
    { type: 'AWS::EC2::VPC', id: 'vpc-1' },
    { type: stackType, id: 'demo' },
  ])
  t.same(resourceLines(removed), ['  AWS::EC2::VPC               vpc-1', '  AWS::CloudFormation::Stack  demo'])
})

t.test('a resource that fails twice has its last reason, and the stacks around it are not listed', async t => {
  const failed = { status: 'DELETE_FAILED' } as const
  const vpc = { ...failed, type: 'AWS::EC2::VPC', logicalId: 'Vpc', physicalId: 'vpc-1', stackId: nestedId }
  const events = [
    event({ ...vpc, path: ['NetworkStack'], reason: 'it has a subnet' }),
    event({ ...vpc, path: ['NetworkStack'], reason: 'it has a gateway' }),
    event({ ...failed, type: stackType, physicalId: nestedId, logicalId: 'NetworkStack', reason: 'of the resource' }),
  ]
  t.same(failedResources(events), [
    { path: 'NetworkStack/Vpc', type: 'AWS::EC2::VPC', id: 'vpc-1', reason: 'it has a gateway' },
  ])
})
