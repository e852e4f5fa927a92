import { ContinueUpdateRollbackCommand, CreateStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import t, { type Test } from 'tap'
import type { ResourceType } from '../resources/resource-type.ts'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const Capabilities: 'CAPABILITY_IAM'[] = ['CAPABILITY_IAM']
const template = (name: string, more: object = {}) =>
  JSON.stringify({
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: {}, Description: { Ref: 'Group' } },
      },
    },
    ...more,
  })

/** A stack of a group and of a role that refers to it; the script controls the role. */
async function groupAndRole(t: Test, script: Partial<ResourceType>) {
  const groups = scriptedType('AWS::Logs::LogGroup', {
    create: async ({ LogGroupName }) => ({ physicalId: LogGroupName, attributes: {} }),
  })
  const roles = scriptedType('AWS::IAM::Role', script)
  const fixture = await startStacks(t, [groups.type, roles.type])
  const { client, rest } = fixture
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: template('/old'), Capabilities }))
  const created = await rest('s')
  const start = (TemplateBody: string) =>
    client.send(new UpdateStackCommand({ StackName: 's', TemplateBody, Capabilities }))
  const update = async (TemplateBody: string) => {
    await start(TemplateBody)
    return rest('s')
  }
  return { ...fixture, groups, roles, created, start, update }
}

t.test('a rollback that needs a second try still deletes the new resources of the update', async t => {
  const { client, rest, groups, update } = await groupAndRole(t, {
    update: async () => {
      throw new Error('still broken')
    },
  })
  t.equal((await update(template('/new'))).StackStatus, 'UPDATE_ROLLBACK_FAILED')
  t.notOk(groups.diary.includes('delete /new'), 'until the rollback is over')
  await client.send(new ContinueUpdateRollbackCommand({ StackName: 's', ResourcesToSkip: ['Role'] }))
  t.equal((await rest('s')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.same(groups.diary, ['create Group', 'create Group', 'delete /new'])
  await t.rejects(client.send(new ContinueUpdateRollbackCommand({ StackName: 's' })), {
    name: 'ValidationError',
    message: /is in UPDATE_ROLLBACK_COMPLETE state and can not continue to roll back/,
  })
})

t.test('a rollback skips only resources of the root stack whose own rollback failed', async t => {
  const { client, rest, update } = await groupAndRole(t, {
    update: async () => {
      throw new Error('still broken')
    },
  })
  await update(template('/new'))
  const goOn = (...ResourcesToSkip: string[]) =>
    client.send(new ContinueUpdateRollbackCommand({ StackName: 's', ResourcesToSkip }))
  await t.rejects(goOn('Role', 'Nowhere'), { name: 'ValidationError', message: /\[Nowhere\] cannot be skipped/ })
  await t.rejects(goOn('Group'), { name: 'ValidationError', message: /\[Group\] .*not in the UPDATE_FAILED state/ })
  await t.rejects(goOn('Child.Group'), { name: 'NotImplemented', message: /does not have Child\.Group/ })
  t.equal((await rest('s')).StackStatus, 'UPDATE_ROLLBACK_FAILED')
})

t.test('a resource that a rollback skips counts as unchanged', async t => {
  const { client, rest, aws, update } = await groupAndRole(t, {
    update: async () => {
      throw new Error('still broken')
    },
  })
  await update(template('/new'))
  await client.send(new ContinueUpdateRollbackCommand({ StackName: 's', ResourcesToSkip: ['Role'] }))
  await rest('s')
  const role = aws.account.cloudFormation.findByName('s')!.resources.get('Role')!
  t.match(role, { properties: { Description: '/old' }, status: 'CREATE_COMPLETE' })
})

t.test('a rollback changes only resources that were changed in place', async t => {
  let refuses = true
  const { groups, roles, update } = await groupAndRole(t, {
    update: async ({ physicalId, before, after }) => {
      if (refuses) {
        refuses = false
        throw new Error('not now')
      }
      t.same([before.Description, after.Description], ['/new', '/old'])
      return { physicalId, attributes: {} }
    },
  })
  t.equal((await update(template('/new'))).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.same(roles.diary, ['create Role', 'update Role Description', 'update Role Description'])
  t.same(groups.diary, ['create Group', 'create Group', 'delete /new'], 'the old group existed all the time')
})

t.test('a rollback does not touch a property that could not be changed', async t => {
  const roles = scriptedType('AWS::IAM::Role')
  const groups = scriptedType('AWS::Logs::LogGroup', {
    create: async ({ LogGroupName }) => ({ physicalId: LogGroupName, attributes: {} }),
  })
  const fixture = await startStacks(t, [groups.type, { ...roles.type, applies: ['MaxSessionDuration'] }])
  const { client, rest, history } = fixture
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: template('/old'), Capabilities }))
  await rest('s')
  await client.send(new UpdateStackCommand({ StackName: 's', TemplateBody: template('/new'), Capabilities }))
  t.equal((await rest('s')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.match(
    (await history('s')).find(event => event.startsWith('Role UPDATE_FAILED')),
    /"The local AWS cannot change Description of AWS::IAM::Role in place\." .*HandlerErrorCode: NotUpdatable/,
  )
  t.same(roles.diary, ['create Role'])
})

t.test('outputs that cannot be evaluated do not hide which resource of an update failed', async t => {
  const { history, update } = await groupAndRole(t, {
    create: async (_properties, { logicalId }) => {
      if (logicalId === 'Added') throw new Error('no such trust')
      return { physicalId: logicalId, attributes: {} }
    },
  })
  const Added = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } }
  const { Resources } = JSON.parse(template('/old'))
  const Outputs = { Arn: { Value: { 'Fn::GetAtt': ['Added', 'Arn'] } } }
  await update(JSON.stringify({ Resources: { ...Resources, Added }, Outputs }))
  const reason = 'The following resource(s) failed to create: [Added].'
  t.ok((await history('s')).includes(`s UPDATE_ROLLBACK_IN_PROGRESS ${reason}`))
})

t.test('a change of only the stack’s tags reaches every resource with tags', async t => {
  const { client, rest, groups, roles } = await groupAndRole(t, {})
  const Tags = [{ Key: 'team', Value: 'a' }]
  const request = { StackName: 's', TemplateBody: template('/old'), Capabilities, Tags }
  await client.send(new UpdateStackCommand(request))
  t.match(await rest('s'), { StackStatus: 'UPDATE_COMPLETE', Tags })
  t.same([groups.diary.at(-1), roles.diary.at(-1)], ['update Group Tags', 'update Role Tags'])
})

t.test('a stack has the time of its last update', async t => {
  const { created, update } = await groupAndRole(t, {})
  t.equal(created.LastUpdatedTime, undefined)
  const { LastUpdatedTime } = await update(template('/new'))
  t.ok(LastUpdatedTime! >= created.CreationTime!)
})

t.test('when the local AWS closes during an update, nothing is rolled back', async t => {
  let reached = () => {}
  const underWay = new Promise<void>(resolve => (reached = resolve))
  const { aws, roles, groups, start } = await groupAndRole(t, {
    update: async (_request, { signal }) => {
      reached()
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      throw signal.reason
    },
  })
  await start(template('/new'))
  await underWay
  await aws.account.cloudFormation.close()
  t.same(roles.diary, ['create Role', 'update Role Description'])
  t.notOk(groups.diary.includes('delete /new'))
})
