import { CloudFormationClient, CloudFormationServiceException } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { prepareStack } from '../deploy/prepare-stack.ts'
import { findStack, requireOurStack } from './find-stack.ts'
import { awaitsInterfaces, type Following, followStack } from './follow-stack.ts'
import { eventLine, type StackEvent } from './stack-event.ts'
import { stackTags } from './stack-tags.ts'

const event = (change: Partial<StackEvent> = {}): StackEvent => ({
  id: 'e',
  stackId: 'arn:root',
  path: [],
  logicalId: 'Subnet',
  physicalId: 'subnet-1',
  type: 'AWS::EC2::Subnet',
  status: 'DELETE_IN_PROGRESS',
  reason: '',
  at: new Date(0),
  ...change,
})
const ofRoot = (status: string) =>
  event({ logicalId: 'demo', physicalId: 'arn:root', type: 'AWS::CloudFormation::Stack', status })
const ofNested = event({ stackId: 'arn:n', physicalId: 'arn:n', path: ['Net'], type: 'AWS::CloudFormation::Stack' })

function start(status: string | undefined, ...batches: StackEvent[][]) {
  const Stacks = status === undefined ? [] : [{ StackName: 'demo', StackStatus: status }]
  const client = stubAws({ DescribeStacks: { Stacks } }).connection.clients.get(CloudFormationClient)
  const [printed, shown]: [string[], string[]] = [[], []]
  const progress = {
    brief: false,
    detail: (text: string) => void printed.push(text),
    status: (text: string) => void shown.push(text),
  } as unknown as Following['progress']
  const reader = { readNew: async () => batches.shift() ?? [] } as never
  const follow = (options: Partial<Following> = {}) => followStack(client, 'arn:root', reader, { progress, ...options })
  return { follow, printed, shown }
}

t.test('an operation ends when its stack and its own event report the end, with all events until then', async t => {
  const [made, end, late] = [event({ status: 'CREATE_COMPLETE' }), ofRoot('CREATE_COMPLETE'), event({ id: 'late' })]
  const { follow, printed, shown } = start('CREATE_COMPLETE', [made, ofNested, end], [late])
  const seen: string[] = []
  const onEvents = (events: readonly StackEvent[]) => void seen.push(...events.map(({ id }) => id))
  t.match(await follow({ onEvents }), {
    status: 'CREATE_COMPLETE',
    stack: { StackName: 'demo' },
    events: [made, ofNested, end, late],
  })
  t.same(seen, ['e', 'e', 'e', 'late'])
  t.same(printed, [made, end, late].map(eventLine), 'an event of a nested stack is shown once')
  t.same(shown, [''])
})

t.test('a stack that no longer exists counts as deleted', async t => {
  t.same(await start(undefined).follow(), { status: 'DELETE_COMPLETE', stack: undefined, events: [] })
})

t.test('after a silence the user learns what is awaited, and after the limit the command ends', async t => {
  for (const [events, line] of [
    [
      [event()],
      'Subnet (AWS::EC2::Subnet, DELETE_IN_PROGRESS); AWS frees the network interfaces of functions only some time after them, up to 45 minutes',
    ],
    [[event({ type: 'AWS::EC2::VPC' })], 'Subnet (AWS::EC2::VPC, DELETE_IN_PROGRESS)'],
    [[event({ status: 'DELETE_COMPLETE' })], 'CloudFormation'],
    [[ofNested], 'Net (AWS::CloudFormation::Stack, DELETE_IN_PROGRESS)'],
    [[ofNested, event({ type: 'AWS::EC2::VPC' })], 'Subnet (AWS::EC2::VPC, DELETE_IN_PROGRESS)'],
  ] as const) {
    const { follow, printed, shown } = start('DELETE_IN_PROGRESS', [...events])
    await t.rejects(follow({ quietMs: -1, limitMs: -1 }), {
      code: 'STACK_TAKES_LONG',
      message: 'After 0 s stack demo is still DELETE_IN_PROGRESS.',
      nextStep: 'CloudFormation keeps working. Run the command again later; it resumes.',
    })
    t.equal(printed.at(-1), `0 s: waiting for ${line}`)
    t.match(shown[0], /^DELETE_IN_PROGRESS, 0 s: /)
  }
  const { follow, printed } = start('DELETE_IN_PROGRESS', [event({ type: 'AWS::EC2::VPC' })])
  await t.rejects(follow({ quietMs: -1, limitMs: -1, explain: async () => 'a reason' }))
  t.match(printed.at(-1), /\); a reason$/)
})

t.test('a deletion of a function, subnet or security group waits for network interfaces', async t => {
  for (const type of ['AWS::Lambda::Function', 'AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup']) {
    t.ok(awaitsInterfaces(event({ type })))
    t.notOk(awaitsInterfaces(event({ type, status: 'CREATE_IN_PROGRESS' })))
  }
  t.notOk(awaitsInterfaces(event({ type: 'AWS::EC2::VPC' })))
})

const refusal = (name: string, message: string) =>
  new CloudFormationServiceException({ name, message, $fault: 'client', $metadata: {} })
const clientWith = (answer: object) => stubAws({ DescribeStacks: answer }).connection.clients.get(CloudFormationClient)

t.test('an unknown stack is undefined, and any other error is passed on', async t => {
  t.equal(
    await findStack(clientWith(refusal('ValidationError', 'Stack with id demo does not exist')), 'demo'),
    undefined,
  )
  for (const error of [refusal('ValidationError', 'no name'), refusal('AccessDenied', 'a role does not exist')]) {
    await t.rejects(findStack(clientWith(error), 'demo'), error)
  }
})

t.test('a stack is updated, created, or refused by its state and its tags', async t => {
  const progress = { step: () => t.fail('nothing is awaited') } as never
  const prepare = (StackStatus: string, Tags: object[] = stackTags('demo')) =>
    prepareStack(
      clientWith({ Stacks: [{ StackName: 'demo', StackStatus, StackStatusReason: 'a reason', Tags }] }),
      'demo',
      { roleArn: undefined, progress },
    )
  t.match(await prepare('UPDATE_COMPLETE'), { StackName: 'demo' })
  t.equal(await prepare('DELETE_COMPLETE', []), undefined)
  for (const [status, next] of [
    ['DELETE_FAILED', /^Finish the removal: `npm run destroy -- --prefix demo`\. Then deploy again\.$/],
    [
      'UPDATE_ROLLBACK_FAILED',
      /continue-update-rollback --stack-name demo`, and deploy again; or start again: `npm run destroy/,
    ],
  ] as const) {
    const message = `Stack demo is ${status}: a reason`
    await t.rejects(prepare(status), { code: 'STACK_STUCK', message, nextStep: next })
  }
  const foreign = {
    code: 'FOREIGN_STACK',
    message: 'Stack demo exists without the tag Project=lambda-efs: something else made it.',
    nextStep: 'Choose another --prefix.',
  }
  await t.rejects(prepare('UPDATE_COMPLETE', []), foreign)
  t.throws(() => requireOurStack({ StackName: 'demo' } as never), foreign)
})

t.test('a brief progress has the lines of nested stacks and failures only', async t => {
  const failed = event({ status: 'DELETE_FAILED', reason: 'in use' })
  const { follow, printed } = start('DELETE_FAILED', [event(), failed, ofRoot('DELETE_FAILED')])
  const progress = { brief: true, detail: (text: string) => void printed.push(text), status: () => {} } as never
  await follow({ progress })
  t.same(printed, [eventLine(failed), eventLine(ofRoot('DELETE_FAILED'))])
})

t.test('an operation has not ended when a resource or a nested stack has', async t => {
  const nested = { ...ofNested, status: 'DELETE_COMPLETE' }
  const { follow } = start('UPDATE_COMPLETE', [event({ status: 'DELETE_COMPLETE' }), nested])
  await t.rejects(follow({ limitMs: -1 }), { code: 'STACK_TAKES_LONG', message: /stack demo is still UPDATE_COMPLETE/ })
})

t.test(
  'without other limits an operation is followed for 100 minutes, and a silence is reported after one',
  async t => {
    const { now } = performance
    let clock = 0
    performance.now = () => clock
    t.teardown(() => void (performance.now = now))
    const stack = { StackName: 'demo', StackStatus: 'DELETE_IN_PROGRESS' }
    const { connection } = stubAws({ DescribeStacks: { Stacks: [stack] } })
    const minutes = [1, 1.001, 2, 6.001, 6.002, 100, 100.001]
    const reports: [number, string][] = []
    const progress = { detail: (text: string) => void reports.push([clock / 60_000, text]), status: () => {} } as never
    const reader = { readNew: async () => ((clock = minutes.shift()! * 60_000), []) } as never
    const before = process.env.AWS_ENDPOINT_URL
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'
    t.teardown(() =>
      before === undefined ? delete process.env.AWS_ENDPOINT_URL : (process.env.AWS_ENDPOINT_URL = before),
    )
    const client = connection.clients.get(CloudFormationClient)
    await t.rejects(followStack(client, 'arn:root', reader, { progress }), {
      code: 'STACK_TAKES_LONG',
      message: 'After 100 min 0 s stack demo is still DELETE_IN_PROGRESS.',
      nextStep: /keeps working/,
    })
    t.same(minutes, [], 'not ended at exactly 100 minutes')
    t.same(
      reports.map(([minute]) => minute),
      [1.001, 6.002, 100],
      'then after five more, and so on',
    )
    t.match(reports[0]![1], /^1 min 0 s: waiting for CloudFormation$/)
  },
)
