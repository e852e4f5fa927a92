import t from 'tap'
import type { StackEvent } from './stack-event.ts'
import { StackProgress } from './stack-progress.ts'

const stack = 'AWS::CloudFormation::Stack'
let seconds = 0

function event(path: string, type: string, status: string, reason = ''): StackEvent {
  const names = path.split('/')
  const own = path === 'demo'
  return {
    id: path,
    stackId: 'arn:demo',
    path: names.slice(0, -1),
    logicalId: names.at(-1)!,
    physicalId: own ? 'arn:demo' : `id of ${path}`,
    type,
    status,
    reason,
    at: new Date(2026, 10, 29, 8, 0, seconds++),
  }
}

t.test('a nested stack has one line when it has ended, and its resources have none', t => {
  const progress = new StackProgress()
  const line = (...about: Parameters<typeof event>) => progress.lineOf(event(...about))
  t.equal(line('demo', stack, 'CREATE_IN_PROGRESS', 'User Initiated'), undefined)
  t.equal(line('NetworkStack', stack, 'CREATE_IN_PROGRESS'), undefined)
  t.equal(line('NetworkStack/Vpc', 'AWS::EC2::VPC', 'CREATE_IN_PROGRESS'), undefined)
  t.equal(progress.now, '0 of 1 resources so far, at NetworkStack/Vpc')
  t.equal(line('NetworkStack/Vpc', 'AWS::EC2::VPC', 'CREATE_COMPLETE'), undefined)
  t.equal(line('NetworkStack/Subnet', 'AWS::EC2::Subnet', 'CREATE_IN_PROGRESS'), undefined)
  t.equal(progress.now, '1 of 2 resources so far, at NetworkStack/Subnet')
  t.equal(line('NetworkStack/Subnet', 'AWS::EC2::Subnet', 'CREATE_COMPLETE'), undefined)
  t.match(line('NetworkStack', stack, 'CREATE_COMPLETE'), /^NetworkStack {4}CREATE_COMPLETE {2}2 resources, \d+ s$/)
  t.equal(progress.now, '2 of 2 resources so far')
  t.end()
})

t.test('each failure has a line, with its reason', t => {
  const progress = new StackProgress()
  t.equal(
    progress.lineOf(event('ComputeStack/Producer', 'AWS::Lambda::Function', 'CREATE_FAILED', 'No such bucket')),
    `08:00:0${seconds - 1}  ComputeStack/Producer  AWS::Lambda::Function  CREATE_FAILED: No such bucket`,
  )
  t.match(
    progress.lineOf(event('demo', stack, 'ROLLBACK_IN_PROGRESS', 'Resources failed')),
    /demo .*: Resources failed$/,
  )
  t.end()
})

t.test('the time of a nested stack counts from its first event, and resources of others are not its own', t => {
  const { now } = performance
  let clock = 0
  performance.now = () => clock
  t.teardown(() => void (performance.now = now))
  const progress = new StackProgress()
  progress.lineOf(event('NetworkStack', stack, 'CREATE_IN_PROGRESS'))
  progress.lineOf(event('NetworkStackB/Vpc', 'AWS::EC2::VPC', 'CREATE_COMPLETE'))
  clock = 40_000
  progress.lineOf(event('NetworkStack', stack, 'CREATE_IN_PROGRESS'))
  clock = 45_000
  const line = progress.lineOf(event('NetworkStack', stack, 'CREATE_COMPLETE'))
  t.equal(line, 'NetworkStack    CREATE_COMPLETE  0 resources, 45 s')
  t.equal(progress.lineOf(event('demo', stack, 'CREATE_COMPLETE')), undefined)
  t.ok(progress.lineOf(event('demo', stack, 'CREATE_FAILED')))
  t.end()
})
