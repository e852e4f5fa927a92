import t from 'tap'
import { silent } from '../command/progress.ts'
import { createChangeSet, type StackRequest } from './change-set.ts'
import { recordProgress } from './deploy-fixture.ts'
import { planningStub } from './planning-stub-fixture.ts'

const request = (type: 'CREATE' | 'UPDATE'): StackRequest => ({
  stackName: 'demo',
  type,
  templateUrl: 'https://s3.us-east-1.amazonaws.com/b/main.template',
  parameters: [],
  tags: [],
  roleArn: undefined,
})

// Sentences of CloudFormation about values that are not known yet, and one of ours: nothing may depend on any of them.
const refusals = [
  'Parameter FileSystemArn failed to satisfy constraint: Must be the ARN of a file system.',
  'Template error: Fn::Select  cannot select nonexistent value at index 1',
  'Early validation failed for resource ComputeStack',
  'A sentence that nobody has seen yet.',
]

t.test('the creation of a stack is planned without its nested stacks, whose inputs do not exist yet', async t => {
  const { client, calls } = await planningStub(t, ({ nested }) => (nested ? refusals[0] : undefined))
  t.match(await createChangeSet(client, request('CREATE'), { progress: silent }), { empty: false })
  t.same(
    calls.filter(call => call.startsWith('CreateChangeSet')),
    ['CreateChangeSet CREATE root'],
  )
})

for (const refusal of refusals) {
  t.test(`an update is planned without its nested stacks once their plan fails with: ${refusal}`, async t => {
    const { client, calls } = await planningStub(t, ({ nested }) => (nested ? refusal : undefined))
    const { progress, lines } = recordProgress()
    t.match(await createChangeSet(client, request('UPDATE'), { progress }), { empty: false })
    t.same(
      calls.filter(call => call.startsWith('CreateChangeSet')),
      ['CreateChangeSet UPDATE nested', 'CreateChangeSet UPDATE root'],
    )
    t.equal(calls.filter(call => call === 'DeleteChangeSet').length, 1, 'the failed plan is deleted')
    t.ok(
      lines.some(line => line.includes(refusal)),
      'the user reads why',
    )
  })
}

t.test('an update whose root cannot be planned either is refused with both reasons', async t => {
  const { client } = await planningStub(t, ({ nested }) => (nested ? 'Nested reason.' : 'Root reason.'))
  await t.rejects(createChangeSet(client, request('UPDATE'), { progress: silent }), {
    code: 'CHANGE_SET_FAILED',
    message: /Nested reason\.; Root reason\./,
  })
})

t.test('an update without changes is empty, and its nested stacks are not planned a second time', async t => {
  const { client, calls } = await planningStub(t, () => 'No updates are to be performed.')
  t.match(await createChangeSet(client, request('UPDATE'), { progress: silent }), { empty: true })
  t.equal(calls.filter(call => call.startsWith('CreateChangeSet')).length, 1)
})

t.test('a creation that cannot be planned leaves neither the change set nor the stack', async t => {
  const { client, calls } = await planningStub(t, () => 'Root reason.')
  await t.rejects(createChangeSet(client, request('CREATE'), { progress: silent }), { code: 'CHANGE_SET_FAILED' })
  t.ok(calls.includes('DeleteChangeSet'))
  t.ok(calls.includes('DeleteStack'))
})
