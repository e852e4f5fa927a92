import { CloudFormationClient, InvalidChangeSetStatusException } from '@aws-sdk/client-cloudformation'
import t, { type Test } from 'tap'
import { silent } from '../command/progress.ts'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { applyStack } from './apply-stack.ts'
import { createChangeSet, discardChangeSet } from './change-set.ts'

const request = (type: 'CREATE' | 'UPDATE') => ({
  stackName: 'demo',
  type,
  templateUrl: 'https://s3.example/b/main.yaml',
  parameters: [{ ParameterKey: 'Prefix', ParameterValue: 'demo' }],
  tags: stackTags('demo'),
  roleArn: 'arn:role',
})
const changeSet = { id: 'arn:change', stackId: 'arn:1' }
const reference = { ChangeSetName: 'arn:change', StackName: 'arn:1' }

function cloudFormation(answers: Parameters<typeof stubAws>[0]) {
  const planned = { CreateChangeSet: { Id: 'arn:change', StackId: 'arn:1' }, DeleteChangeSet: {}, DeleteStack: {} }
  const { connection, asked } = stubAws({ ...planned, DescribeEvents: {}, ...answers })
  const called = () => asked.map(([name]) => name)
  return { client: connection.clients.get(CloudFormationClient), asked, called }
}

/** A machine whose clock goes on by so much with each look at it. */
function fastClock(t: Test, stepMs: number): void {
  const { now } = performance
  let clock = 0
  performance.now = () => (clock += stepMs)
  t.teardown(() => void (performance.now = now))
}

t.test('a change set has everything of the request, and waits until it is planned', async t => {
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1' // pauses as on this machine
  const statuses = ['CREATE_PENDING', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE']
  const { client, asked } = cloudFormation({ DescribeChangeSet: () => ({ Status: statuses.shift() }) })
  const said: string[] = []
  const progress = { ...silent, status: (text: string) => void said.push(text) }
  t.same(await createChangeSet(client, request('UPDATE'), { progress }), { ...changeSet, empty: false })
  t.match(asked, [
    [
      'CreateChangeSet',
      {
        StackName: 'demo',
        ChangeSetName: /^deploy-\d{13}$/,
        ChangeSetType: 'UPDATE',
        TemplateURL: 'https://s3.example/b/main.yaml',
        Parameters: request('UPDATE').parameters,
        Tags: stackTags('demo'),
        RoleARN: 'arn:role',
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        IncludeNestedStacks: true,
      },
    ],
    ...Array(3).fill(['DescribeChangeSet', reference]),
  ])
  t.equal(asked.length, 4)
  t.same(said, ['Change set CREATE_PENDING', 'Change set CREATE_IN_PROGRESS'])
})

t.test('a plan without changes is empty by either wording, and is deleted', async t => {
  for (const StatusReason of [
    "The submitted information didn't contain changes. Submit different information.",
    'No updates are to be performed.',
  ]) {
    const { client, asked } = cloudFormation({ DescribeChangeSet: { Status: 'FAILED', StatusReason } })
    t.same(await createChangeSet(client, request('UPDATE'), { progress: silent }), { ...changeSet, empty: true })
    t.same(asked.at(-1), ['DeleteChangeSet', reference])
    t.equal(asked.length, 3, 'validation is not asked')
  }
})

t.test('a plan that takes longer than an hour is deleted', async t => {
  fastClock(t, 20 * 60_000)
  const { client, called } = cloudFormation({ DescribeChangeSet: { Status: 'CREATE_IN_PROGRESS' } })
  await t.rejects(createChangeSet(client, request('UPDATE'), { progress: silent }), {
    code: 'STACK_TAKES_LONG',
    message: 'The change set arn:change is still CREATE_IN_PROGRESS after an hour, so it is deleted.',
    nextStep: 'Run the command again later.',
  })
  t.same(
    called(),
    ['CreateChangeSet', ...Array(3).fill('DescribeChangeSet'), 'DeleteChangeSet'],
    'not at exactly an hour',
  )
})

t.test('a refused creation deletes the stack that is only planned, with the role, and no other stack', async t => {
  for (const [StackStatus, deletions] of [
    ['REVIEW_IN_PROGRESS', 1],
    ['CREATE_IN_PROGRESS', 0],
  ] as const) {
    const { client, asked } = cloudFormation({
      DescribeChangeSet: { Status: 'FAILED', StatusReason: 'over your quota' },
      DescribeStacks: { Stacks: [{ StackName: 'demo', StackId: 'arn:1', StackStatus }] },
    })
    await t.rejects(createChangeSet(client, request('CREATE'), { progress: silent }), {
      code: 'CHANGE_SET_FAILED',
      message: 'CloudFormation refuses the change of demo: over your quota',
      nextStep: /^A quota of the account is used up/,
    })
    const deleted = asked.filter(([name]) => name === 'DeleteStack')
    t.same(deleted, Array(deletions).fill(['DeleteStack', { StackName: 'arn:1', RoleARN: 'arn:role' }]))
  }
  const { client, asked } = cloudFormation({
    DescribeChangeSet: { ChangeSetId: 'arn:change', StackId: 'arn:1', Status: 'FAILED', StatusReason: 'odd' },
  })
  await t.rejects(createChangeSet(client, request('UPDATE'), { progress: silent }), {
    message: 'CloudFormation refuses the change of demo: odd',
    nextStep: 'Correct the template or the parameter named above, and run the command again.',
  })
  t.same(asked.find(([name]) => name === 'DescribeEvents')![1], { ...reference, Filters: { FailedEvents: true } })
})

t.test('a change set that is being executed cannot be discarded, and another refusal is an error', async t => {
  const executing = new InvalidChangeSetStatusException({ message: 'executing', $metadata: {} })
  const { client, called } = cloudFormation({ DeleteChangeSet: executing })
  await t.resolves(discardChangeSet(client, request('UPDATE'), changeSet))
  t.same(called(), ['DeleteChangeSet'])
  const refused = cloudFormation({ DeleteChangeSet: new Error('refused') })
  await t.rejects(discardChangeSet(refused.client, request('UPDATE'), changeSet), /refused/)
  const created = cloudFormation({
    DescribeStacks: { Stacks: [{ StackId: 'arn:1', StackStatus: 'REVIEW_IN_PROGRESS' }] },
  })
  await discardChangeSet(created.client, request('CREATE'), changeSet)
  t.same(created.called(), ['DeleteChangeSet', 'DescribeStacks', 'DeleteStack'])
})

t.test('a change set whose execution is refused is discarded', async t => {
  const { client, called, asked } = cloudFormation({
    DescribeChangeSet: { Status: 'CREATE_COMPLETE' },
    DescribeStackEvents: { StackEvents: [] },
    ExecuteChangeSet: new Error('refused'),
    DescribeStacks: { Stacks: [{ StackId: 'arn:1', StackStatus: 'REVIEW_IN_PROGRESS' }] },
  })
  await t.rejects(applyStack(client, request('CREATE'), { progress: silent }), /refused/)
  t.same(called().slice(-4), ['ExecuteChangeSet', 'DeleteChangeSet', 'DescribeStacks', 'DeleteStack'])
  t.same(
    asked.find(([name]) => name === 'ExecuteChangeSet'),
    ['ExecuteChangeSet', reference],
  )
  t.equal((asked[0]![1] as { IncludeNestedStacks: boolean }).IncludeNestedStacks, false)
})
