import { CreateStackCommand, DescribeStackResourcesCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import t, { type Test } from 'tap'
import { HandlerError } from '../resources/handler-error.ts'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const group = (LogGroupName: string, more: object = {}) => ({
  Type: 'AWS::Logs::LogGroup',
  Properties: { LogGroupName },
  ...more,
})

/** A stack of log groups, each identified by its name, and its updates. */
async function stackOf(t: Test, resources: object, deletion = async (_physicalId: string) => {}) {
  const groups = scriptedType('AWS::Logs::LogGroup', {
    create: async ({ LogGroupName }) => {
      if (LogGroupName === '/broken') throw new HandlerError('InvalidRequest', 'no such name')
      return { physicalId: LogGroupName, attributes: {} }
    },
    delete: deletion,
  })
  const fixture = await startStacks(t, [groups.type])
  const { client, rest, history } = fixture
  const body = (Resources: object) => JSON.stringify({ Resources })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: body(resources) }))
  await rest('s')
  const update = async (changed: object) => {
    const [seen, made] = [(await history('s')).length, groups.diary.length]
    await client.send(new UpdateStackCommand({ StackName: 's', TemplateBody: body(changed) }))
    const stack = await rest('s')
    const deleted = groups.diary.slice(made).filter(entry => entry.startsWith('delete'))
    return { stack, deleted, events: (await history('s')).slice(seen) }
  }
  const resourceIds = async () => {
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 's' }))
    return StackResources!.map(({ LogicalResourceId }) => LogicalResourceId)
  }
  return { ...fixture, update, resourceIds }
}

for (const [UpdateReplacePolicy, DeletionPolicy, stays] of [
  ['Retain', 'Delete', true],
  ['Delete', 'Retain', false],
  ['Delete', 'Delete', false],
] as const) {
  const what = `UpdateReplacePolicy ${UpdateReplacePolicy}, whatever its DeletionPolicy ${DeletionPolicy}`
  t.test(`a replaced resource ${stays ? 'is kept' : 'is deleted'} under ${what}`, async t => {
    const policies = { UpdateReplacePolicy, DeletionPolicy }
    const { update } = await stackOf(t, { Group: group('/old', policies) })
    const { stack, deleted, events } = await update({ Group: group('/new', policies) })
    t.equal(stack.StackStatus, 'UPDATE_COMPLETE')
    t.same(deleted, stays ? [] : ['delete /old'])
    t.equal(events.includes('Group DELETE_SKIPPED'), stays)
  })
}

for (const [DeletionPolicy, UpdateReplacePolicy, stays] of [
  ['Retain', 'Delete', true],
  ['RetainExceptOnCreate', 'Delete', true],
  ['Delete', 'Retain', false],
] as const) {
  const what = `DeletionPolicy ${DeletionPolicy}, whatever its UpdateReplacePolicy ${UpdateReplacePolicy}`
  t.test(`a removed resource ${stays ? 'is kept' : 'is deleted'} under ${what}`, async t => {
    const policies = { UpdateReplacePolicy, DeletionPolicy }
    const { update, resourceIds } = await stackOf(t, { Kept: group('/kept'), Group: group('/g', policies) })
    const { deleted } = await update({ Kept: group('/kept') })
    t.same(deleted, stays ? [] : ['delete /g'])
    t.same(await resourceIds(), ['Kept'], 'the stack does not have it any more')
  })
}

t.test('a change of only the policy takes effect at once', async t => {
  const { update } = await stackOf(t, { Kept: group('/kept'), Group: group('/g') })
  await update({ Kept: group('/kept'), Group: group('/g', { DeletionPolicy: 'Retain' }) })
  t.same((await update({ Kept: group('/kept') })).deleted, [])
})

t.test('a resource that a failed update has added is deleted, unless it has Retain', async t => {
  const { update, resourceIds } = await stackOf(t, { Group: group('/g') })
  const added = {
    Retained: group('/retained', { DeletionPolicy: 'Retain' }),
    Dropped: group('/dropped', { DeletionPolicy: 'RetainExceptOnCreate' }),
  }
  const broken = group('/broken', { DependsOn: ['Retained', 'Dropped'] })
  const { stack, deleted } = await update({ Group: group('/g'), ...added, Broken: broken })
  t.equal(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.same(deleted, ['delete /dropped'])
  t.same(await resourceIds(), ['Group'], 'the stack has neither')
})

t.test('a resource that a failed update could not create is created by the next one', async t => {
  const { update, resourceIds } = await stackOf(t, { Group: group('/g') })
  const { events } = await update({ Group: group('/g'), Late: group('/broken') })
  t.ok(events.includes('Late DELETE_COMPLETE'), 'nothing of it is left')
  const again = await update({ Group: group('/g'), Late: group('/late') })
  t.equal(again.stack.StackStatus, 'UPDATE_COMPLETE')
  t.ok(again.events.includes('Late CREATE_COMPLETE'))
  t.same(await resourceIds(), ['Group', 'Late'])
})

t.test('an update succeeds although a replaced resource cannot be deleted, and reports that', async t => {
  const { update } = await stackOf(t, { Group: group('/old') }, async physicalId => {
    if (physicalId === '/old') throw new HandlerError('ResourceConflict', 'in use')
  })
  const { stack, events } = await update({ Group: group('/new') })
  t.match(stack, {
    StackStatus: 'UPDATE_COMPLETE',
    StackStatusReason: 'Update successful. One or more resources could not be deleted.',
  })
  t.match(
    events.find(event => event.startsWith('Group DELETE_FAILED')),
    /in use/,
  )
  t.equal(
    (await update({ Group: group('/newer') })).stack.StackStatusReason,
    undefined,
    'the next update reports nothing',
  )
})
