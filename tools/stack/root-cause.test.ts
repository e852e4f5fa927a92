import t from 'tap'
import { rootCause } from './root-cause.ts'
import { eventLine, resourcePath, type StackEvent } from './stack-event.ts'

const rootId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/demo/1'
const computeId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/demo-ComputeStack-A/2'
const bucketId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/demo-BucketStack-B/3'

let second = 0

function event(of: Partial<StackEvent> & Pick<StackEvent, 'logicalId' | 'status'>): StackEvent {
  second += 1
  return {
    id: `event-${second}`,
    stackId: rootId,
    path: [],
    physicalId: '',
    type: 'AWS::Lambda::Function',
    reason: '',
    at: new Date(2026, 10, 23, 9, 0, second),
    ...of,
  }
}

const stackType = 'AWS::CloudFormation::Stack'
const inCompute = { stackId: computeId, path: ['ComputeStack'] }
const computeStack = { logicalId: 'ComputeStack', type: stackType, physicalId: computeId }
const cancelled = 'Resource creation cancelled'

t.test('the cause is the resource of the nested stack, not the outer stacks that fail because of it', async t => {
  const cause = rootCause([
    event({
      logicalId: 'demo',
      physicalId: rootId,
      type: stackType,
      status: 'CREATE_IN_PROGRESS',
      reason: 'User Initiated',
    }),
    event({ ...computeStack, status: 'CREATE_IN_PROGRESS' }),
    event({ ...inCompute, logicalId: 'Consumer', status: 'CREATE_FAILED', reason: 'mount targets not available' }),
    event({ ...inCompute, logicalId: 'Producer', status: 'CREATE_FAILED', reason: cancelled }),
    event({ ...computeStack, ...inCompute, status: 'ROLLBACK_IN_PROGRESS', reason: 'failed to create: [Consumer]' }),
    event({
      ...computeStack,
      status: 'CREATE_FAILED',
      reason: `Embedded stack ${computeId} was not successfully created`,
    }),
    event({
      logicalId: 'demo',
      physicalId: rootId,
      type: stackType,
      status: 'ROLLBACK_IN_PROGRESS',
      reason: '[ComputeStack]',
    }),
  ])
  t.equal(cause && resourcePath(cause), 'ComputeStack/Consumer')
  t.equal(cause?.reason, 'mount targets not available')
})

t.test(
  'a resource that was cancelled because another failed is not the cause, though its event comes first',
  async t => {
    const events = [
      event({ ...inCompute, logicalId: 'Producer', status: 'CREATE_FAILED', reason: cancelled }),
      event({ ...inCompute, logicalId: 'Consumer', status: 'CREATE_FAILED', reason: 'no memory' }),
      event({ ...computeStack, status: 'CREATE_FAILED', reason: 'Embedded stack' }),
    ]
    t.equal(rootCause([event({ logicalId: 'Vpc', status: 'CREATE_COMPLETE' }), ...events])?.logicalId, 'Consumer')
  },
)

t.test('a failure in one nested stack is the cause even if another nested stack reports its end first', async t => {
  const cause = rootCause([
    event({ ...inCompute, logicalId: 'Producer', status: 'CREATE_FAILED', reason: 'no memory' }),
    event({
      stackId: bucketId,
      path: ['BucketStack'],
      logicalId: 'Bucket',
      status: 'CREATE_FAILED',
      reason: 'exists',
    }),
    event({
      logicalId: 'BucketStack',
      physicalId: bucketId,
      type: stackType,
      status: 'CREATE_FAILED',
      reason: 'Embedded',
    }),
    event({ ...computeStack, status: 'CREATE_FAILED', reason: cancelled }),
  ])
  t.equal(cause && resourcePath(cause), 'ComputeStack/Producer')
})

t.test('a nested stack that fails before any of its resources is the cause itself', async t => {
  const cause = rootCause([event({ ...computeStack, status: 'CREATE_FAILED', reason: 'S3 error: Access Denied' })])
  t.equal(cause && resourcePath(cause), 'ComputeStack')
})

t.test('the earlier of two failures is the cause, in any order of the events', async t => {
  const first = event({ logicalId: 'First', status: 'UPDATE_FAILED' })
  const second = event({ logicalId: 'Second', status: 'UPDATE_FAILED' })
  t.equal(rootCause([second, first])?.logicalId, 'First')
})

t.test('a root that fails without any resource gives its own reason', async t => {
  const root = { logicalId: 'demo', physicalId: rootId, type: stackType }
  const events = [
    event({ ...root, status: 'CREATE_IN_PROGRESS' }),
    event({ ...root, status: 'CREATE_FAILED', reason: 'no' }),
  ]
  t.equal(rootCause(events)?.reason, 'no')
})

t.test('without a failure there is no cause', async t => {
  t.equal(rootCause([]), undefined)
  t.equal(rootCause([event({ logicalId: 'Vpc', status: 'CREATE_COMPLETE' })]), undefined)
})

t.test('an event is printed as one line: time, place, type, status, reason', async t => {
  const line = eventLine(event({ ...inCompute, logicalId: 'Consumer', status: 'CREATE_FAILED', reason: 'no memory' }))
  t.match(line, /^09:00:\d\d {2}ComputeStack\/Consumer {2}AWS::Lambda::Function {2}CREATE_FAILED: no memory$/)
})

t.test('only a reason that begins with CloudFormation’s words is a cancellation, in both spellings', async t => {
  const causeOf = (reason: string) =>
    rootCause([
      event({ logicalId: 'First', status: 'UPDATE_FAILED', reason }),
      event({ logicalId: 'Second', status: 'UPDATE_FAILED', reason: 'no memory' }),
    ])?.logicalId
  for (const reason of ['Resource update cancelled', 'resource creation Canceled', 'Resource deletion cancelled: x']) {
    t.equal(causeOf(reason), 'Second', reason)
  }
  for (const reason of ['The Resource update cancelled', 'Resource import cancelled', '']) {
    t.equal(causeOf(reason), 'First', reason)
  }
})

t.test('of events at the same time the deepest is the cause, and a rollback of the root needs a reason', async t => {
  const at = new Date(0)
  const [outer, inner] = [
    event({ logicalId: 'Outer', status: 'CREATE_FAILED', at }),
    event({ ...inCompute, logicalId: 'Inner', status: 'CREATE_FAILED', at }),
  ]
  t.equal(rootCause([outer, inner])?.logicalId, 'Inner')
  const root = { logicalId: 'demo', physicalId: rootId, type: stackType }
  t.equal(rootCause([event({ ...root, status: 'UPDATE_ROLLBACK_IN_PROGRESS' })]), undefined)
  t.ok(rootCause([event({ ...root, status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason: 'stopped' })]))
  t.equal(rootCause([event({ ...root, status: 'UPDATE_ROLLBACK_COMPLETE', reason: 'stopped' })]), undefined)
})
