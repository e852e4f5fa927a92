import t from 'tap'
import { inOrder } from './event-order.ts'
import { eventLine, hasEnded, nestedStackId, resourcePath, type StackEvent, toStackEvent } from './stack-event.ts'

const sent = {
  EventId: 'e',
  StackId: 'arn:root',
  StackName: 'demo',
  LogicalResourceId: 'Vpc',
  PhysicalResourceId: 'vpc-1',
  ResourceType: 'AWS::EC2::VPC',
  ResourceStatus: 'CREATE_FAILED',
  ResourceStatusReason: 'too many',
  Timestamp: new Date(2026, 10, 30, 9, 5, 7),
} as const
const event = (change: Partial<StackEvent> = {}): StackEvent => ({ ...toStackEvent(sent, ['Network']), ...change })
const nested = { type: 'AWS::CloudFormation::Stack', physicalId: 'arn:network', logicalId: 'Network' }

t.test('an event has every field of CloudFormation’s, and a missing one is empty', async t => {
  const { Timestamp: at } = sent
  t.same(event(), {
    id: 'e',
    stackId: 'arn:root',
    path: ['Network'],
    logicalId: 'Vpc',
    physicalId: 'vpc-1',
    type: 'AWS::EC2::VPC',
    status: 'CREATE_FAILED',
    reason: 'too many',
    at,
  })
  const empty = { logicalId: '', physicalId: '', type: '', status: '', reason: '' }
  const { EventId, StackId, Timestamp } = sent
  t.same(toStackEvent({ EventId, StackId, Timestamp } as never, []), {
    ...empty,
    id: 'e',
    stackId: 'arn:root',
    path: [],
    at,
  })
})

t.test('an event is about a nested stack if it has the stack’s ARN and comes from its parent', async t => {
  t.equal(nestedStackId(event(nested)), 'arn:network')
  t.equal(nestedStackId(event({ ...nested, physicalId: '' })), undefined, 'not made yet')
  t.equal(nestedStackId(event({ ...nested, stackId: 'arn:network' })), undefined, 'its own')
  t.equal(nestedStackId(event({ physicalId: 'arn:role' })), undefined)
})

t.test('the path of a resource and of a stack, and the line of an event', async t => {
  t.equal(resourcePath(event()), 'Network/Vpc')
  t.equal(resourcePath(event({ path: [] })), 'Vpc')
  t.equal(resourcePath(event({ physicalId: 'arn:root' })), 'Network')
  t.equal(resourcePath(event({ physicalId: 'arn:root', path: [], logicalId: 'demo' })), 'demo')
  t.equal(eventLine(event()), '09:05:07  Network/Vpc  AWS::EC2::VPC  CREATE_FAILED: too many')
  t.equal(eventLine(event({ reason: '' })), '09:05:07  Network/Vpc  AWS::EC2::VPC  CREATE_FAILED')
  t.same([hasEnded('DELETE_IN_PROGRESS'), hasEnded('ROLLBACK_COMPLETE')], [false, true])
})

t.test('events of several stacks are merged by time, and at the same time in the order of the stacks', async t => {
  const at = (id: string, second: number) => event({ id, at: new Date(second) })
  const ids = (...stacks: StackEvent[][]) => inOrder(stacks).map(({ id }) => id)
  t.same(ids([at('a', 1), at('d', 4)], [], [at('b', 2), at('c', 3)]), ['a', 'b', 'c', 'd'])
  t.same(ids([at('a', 1)], [at('b', 1)]), ['a', 'b'])
  t.same(ids(), [])
})

t.test('the end of a nested stack comes first where its parent seems to report it earlier', async t => {
  const ended = (id: string, status: string, stackId: string, second: number) =>
    event({ ...nested, id, status, stackId, at: new Date(second) })
  const ids = (...stacks: StackEvent[][]) => inOrder(stacks).map(({ id }) => id)
  const own = ended('own', 'CREATE_COMPLETE', 'arn:network', 9)
  t.same(ids([ended('parent', 'CREATE_COMPLETE', 'arn:root', 1)], [own]), ['own', 'parent'])
  t.same(ids([ended('parent', 'CREATE_IN_PROGRESS', 'arn:root', 1)], [own]), ['parent', 'own'], 'it has not ended')
  t.same(ids([ended('parent', 'CREATE_FAILED', 'arn:root', 1)], [own]), ['parent', 'own'], 'another end')
  const other = { ...own, stackId: 'arn:other', physicalId: 'arn:other' }
  t.same(ids([ended('parent', 'CREATE_COMPLETE', 'arn:root', 1)], [other]), ['parent', 'own'], 'another stack')
})
