import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  type ResourceChange,
  type Tag,
} from '@aws-sdk/client-cloudformation'
import t, { type Test } from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const group = (LogGroupName: string, more: object = {}, properties: object = {}) => ({
  Type: 'AWS::Logs::LogGroup',
  Properties: { LogGroupName, ...properties },
  ...more,
})
const role = (Description: unknown) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: {}, Description },
})

/** The changes with which CloudFormation would turn a stack of these resources into another. */
async function plans(t: Test, resources: object) {
  const { client, rest } = await startStacks(t, [
    scriptedType('AWS::Logs::LogGroup').type,
    scriptedType('AWS::IAM::Role').type,
  ])
  const Capabilities: 'CAPABILITY_IAM'[] = ['CAPABILITY_IAM']
  const body = (Resources: object, Outputs: object = {}) =>
    JSON.stringify({ Resources, Outputs, Conditions: { No: { 'Fn::Equals': ['a', 'b'] } } })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: body(resources), Capabilities }))
  await rest('s')
  let number = 0
  return async (changed: object, { outputs = {}, Tags = [] as Tag[] } = {}) => {
    const ChangeSetName = `c${(number += 1)}`
    const request = { StackName: 's', ChangeSetName, TemplateBody: body(changed, outputs), Capabilities, Tags }
    const { Id } = await client.send(new CreateChangeSetCommand(request))
    for (const deadline = Date.now() + 30_000; ;) {
      const {
        Status,
        StatusReason,
        Changes = [],
      } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
      if (Date.now() > deadline) throw new Error(`the change set still is ${Status} after 30 s`)
      if (Status === 'FAILED') return StatusReason!
      if (Status === 'CREATE_COMPLETE') return Changes.map(({ ResourceChange }) => ResourceChange!)
    }
  }
}

const noChanges = /^The submitted information didn't contain changes/
const attributes = (changes: string | ResourceChange[]) =>
  (changes as ResourceChange[]).flatMap(({ Details }) => Details!.map(({ Target }) => Target!.Attribute))

t.test('a change of only the outputs or the tags counts as a change, and no other difference does', async t => {
  const plan = await plans(t, { Role: role('x'), Group: group('/g') })
  t.match(await plan({ Role: role('x'), Group: group('/g') }), noChanges)
  t.same(await plan({ Role: role('x'), Group: group('/g') }, { outputs: { O: { Value: 'x' } } }), [])
  const tagged = await plan({ Role: role('x'), Group: group('/g') }, { Tags: [{ Key: 'a', Value: 'b' }] })
  t.same(attributes(tagged), ['Tags', 'Tags'])
})

t.test('policies and metadata are changes of their own, and replace nothing', async t => {
  const plan = await plans(t, { Group: group('/g') })
  for (const [attribute, value] of [
    ['DeletionPolicy', 'Retain'],
    ['UpdateReplacePolicy', 'Retain'],
    ['Metadata', { note: 1 }],
  ] as const) {
    const changes = await plan({ Group: group('/g', { [attribute]: value }) })
    t.match(changes, [{ Action: 'Modify', Replacement: 'False', Scope: [attribute] }])
    t.same(attributes(changes), [attribute])
  }
})

t.test('a resource that others need is planned once, and one whose condition is false not at all', async t => {
  const plan = await plans(t, { Role: role('x') })
  const changes = await plan({
    Role: role('x'),
    Last: group('/last', { DependsOn: ['None', 'Middle', 'First'] }),
    Middle: group('/middle', { DependsOn: ['First', 'None'] }),
    First: group('/first'),
    None: group('/none', { Condition: 'No' }),
  })
  t.same(
    (changes as ResourceChange[]).map(({ Action, LogicalResourceId }) => `${Action} ${LogicalResourceId}`),
    ['Add Last', 'Add Middle', 'Add First'],
  )
  // From the last pair to the first there are 2^40 ways.
  const pairs = Array.from({ length: 40 }, (_, at) => {
    const more = at === 0 ? {} : { DependsOn: [`A${at - 1}`, `B${at - 1}`] }
    return ['A', 'B'].map(letter => [`${letter}${at}`, group(`/${letter}${at}`, more)] as const)
  })
  t.equal((await plan({ Role: role('x'), ...Object.fromEntries(pairs.flat().reverse()) })).length, 80)
})

t.test('a number and its text are the same value, and the order does not matter', async t => {
  const plan = await plans(t, { Group: group('/g', {}, { RetentionInDays: 7 }) })
  const same = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: '7', LogGroupName: '/g' } }
  t.match(await plan({ Group: same }), noChanges)
})

t.test('a removed resource is deleted or kept by its DeletionPolicy', async t => {
  const kept = { Retained: group('/a', { DeletionPolicy: 'Retain' }) }
  const also = { Excepted: group('/b', { DeletionPolicy: 'RetainExceptOnCreate' }) }
  const plan = await plans(t, { ...kept, ...also, Deleted: group('/c'), Left: group('/d') })
  t.match(await plan({ Left: group('/d') }), [
    { Action: 'Remove', LogicalResourceId: 'Retained', PolicyAction: 'Retain' },
    { Action: 'Remove', LogicalResourceId: 'Excepted', PolicyAction: 'Retain' },
    { Action: 'Remove', LogicalResourceId: 'Deleted', PolicyAction: 'Delete' },
  ])
})

t.test('a replaced resource is deleted or kept by its UpdateReplacePolicy, and its dependents may change', async t => {
  const resources = (name: string) => ({
    Group: group(name, { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Delete' }),
    Other: group(`${name}-other`, { UpdateReplacePolicy: 'Delete', DeletionPolicy: 'Retain' }),
    Role: role({ Ref: 'Group' }),
  })
  const plan = await plans(t, resources('/old'))
  t.match(await plan(resources('/new')), [
    { LogicalResourceId: 'Group', Replacement: 'True', PolicyAction: 'ReplaceAndRetain' },
    { LogicalResourceId: 'Other', Replacement: 'True', PolicyAction: 'ReplaceAndDelete' },
    {
      LogicalResourceId: 'Role',
      Replacement: 'False',
      Details: [{ Evaluation: 'Dynamic', ChangeSource: 'ResourceAttribute', Target: { Name: 'Description' } }],
    },
  ])
})

t.test('a name that is known only later may replace its resource', async t => {
  const resources = (name: string) => ({
    Group: group(name),
    Named: group('x', {}, { LogGroupName: { Ref: 'Group' } }),
  })
  const plan = await plans(t, resources('/old'))
  t.match(await plan(resources('/new')), [
    { Replacement: 'True' },
    { LogicalResourceId: 'Named', Replacement: 'Conditional' },
  ])
})
