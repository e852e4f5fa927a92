import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { HandlerError } from '../resources/handler-error.ts'
import { type StackFixture, scriptedType, startStacks } from '../stack-fixture.ts'

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}

/** A template of a group, and a role that refers to it. */
function template(name: string, retention: number, more: object = {}): string {
  return JSON.stringify({
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name, RetentionInDays: retention } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: trust, Description: { Ref: 'Group' } },
      },
      ...more,
    },
  })
}

/** The physical id is the name, so that a replacement is visible. */
function groups() {
  return scriptedType('AWS::Logs::LogGroup', {
    create: async ({ LogGroupName }, { logicalId }) => ({
      physicalId: LogGroupName ?? logicalId,
      attributes: { Arn: 'arn' },
    }),
  })
}

async function create({ client, rest }: StackFixture, TemplateBody: string): Promise<void> {
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }))
  await rest('s')
}

async function update({ client, rest, history }: StackFixture, TemplateBody: string) {
  const before = (await history('s')).length
  await client.send(new UpdateStackCommand({ StackName: 's', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }))
  const stack = await rest('s')
  return { stack, events: (await history('s')).slice(before) }
}

t.test('a property that can change in place is changed, and nothing else is touched', async t => {
  const group = groups()
  const role = scriptedType('AWS::IAM::Role')
  const fixture = await startStacks(t, [group.type, role.type])
  await create(fixture, template('/g', 7))
  const { events } = await update(fixture, template('/g', 14))
  t.same(events, [
    's UPDATE_IN_PROGRESS User Initiated',
    'Group UPDATE_IN_PROGRESS',
    'Group UPDATE_COMPLETE',
    's UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    's UPDATE_COMPLETE',
  ])
  t.same(group.diary, ['create Group', 'update Group RetentionInDays'])
  t.same(role.diary, ['create Role'])
})

t.test('a replacement is created first, its dependents follow, and the old resource is deleted last', async t => {
  const group = groups()
  const role = scriptedType('AWS::IAM::Role')
  const fixture = await startStacks(t, [group.type, role.type])
  await create(fixture, template('/old', 7))
  const { events } = await update(fixture, template('/new', 7))
  t.same(events, [
    's UPDATE_IN_PROGRESS User Initiated',
    'Group UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
    'Group UPDATE_IN_PROGRESS Resource creation Initiated',
    'Group UPDATE_COMPLETE',
    'Role UPDATE_IN_PROGRESS',
    'Role UPDATE_COMPLETE',
    's UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Group DELETE_IN_PROGRESS',
    'Group DELETE_COMPLETE',
    's UPDATE_COMPLETE',
  ])
  t.same(group.diary, ['create Group', 'create Group', 'delete /old'])
  t.same(role.diary, ['create Role', 'update Role Description'])
})

t.test('a removed resource is deleted in the clean-up', async t => {
  const group = groups()
  const fixture = await startStacks(t, [group.type, scriptedType('AWS::IAM::Role').type])
  await create(fixture, template('/g', 7, { Extra: { Type: 'AWS::Logs::LogGroup' } }))
  await update(fixture, template('/g', 7))
  t.ok(group.diary.includes('delete Extra'))
  const { StackResources } = await fixture.client.send(new DescribeStackResourcesCommand({ StackName: 's' }))
  t.same(
    StackResources!.map(({ LogicalResourceId }) => LogicalResourceId),
    ['Group', 'Role'],
  )
})

t.test('a failed update is rolled back: new resources are deleted, changed and replaced ones restored', async t => {
  const group = groups()
  let refuses = true
  const role = scriptedType('AWS::IAM::Role', {
    update: async ({ physicalId }) => {
      if (refuses) {
        refuses = false
        throw new HandlerError('AccessDenied', 'not you')
      }
      return { physicalId, attributes: {} }
    },
  })
  const fixture = await startStacks(t, [group.type, role.type])
  await create(fixture, template('/old', 7))
  const added = { Added: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/added' } } }
  const { stack, events } = await update(fixture, template('/new', 7, added))
  t.equal(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.match(
    events.find(event => event.startsWith('Role UPDATE_FAILED')),
    /Resource handler returned message: "not you" \(RequestToken: .*, HandlerErrorCode: AccessDenied\)/,
  )
  t.ok(events.includes('s UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Role].'))
  t.same(group.diary.slice(-2).sort(), ['delete /added', 'delete /new'])
  const { StackResources } = await fixture.client.send(new DescribeStackResourcesCommand({ StackName: 's' }))
  t.match(StackResources, [
    { LogicalResourceId: 'Group', PhysicalResourceId: '/old' },
    { LogicalResourceId: 'Role', ResourceStatus: 'UPDATE_COMPLETE' },
  ])
  t.same(events.slice(-1), ['s UPDATE_ROLLBACK_COMPLETE'])
  await t.rejects(update(fixture, template('/old', 7)), { message: 'No updates are to be performed.' })
})

t.test('a failed rollback can be continued, and can skip a resource', async t => {
  const role = scriptedType('AWS::IAM::Role', {
    update: async () => {
      throw new Error('still broken')
    },
  })
  const fixture = await startStacks(t, [groups().type, role.type])
  await create(fixture, template('/old', 7))
  const { stack } = await update(fixture, template('/new', 7))
  t.match(stack, {
    StackStatus: 'UPDATE_ROLLBACK_FAILED',
    StackStatusReason: 'The following resource(s) failed to update: [Role].',
  })
  await fixture.client.send(new ContinueUpdateRollbackCommand({ StackName: 's', ResourcesToSkip: ['Role'] }))
  t.equal((await fixture.rest('s')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
})

t.test('a resource with a fixed name cannot be replaced while it keeps the name', async t => {
  const fixture = await startStacks(t, [groups().type])
  const role = (path: string) =>
    JSON.stringify({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { RoleName: 'fixed', Path: path, AssumeRolePolicyDocument: trust },
        },
      },
    })
  const Capabilities: 'CAPABILITY_NAMED_IAM'[] = ['CAPABILITY_NAMED_IAM']
  await fixture.client.send(new CreateStackCommand({ StackName: 's', TemplateBody: role('/a/'), Capabilities }))
  await fixture.rest('s')
  await fixture.client.send(new UpdateStackCommand({ StackName: 's', TemplateBody: role('/b/'), Capabilities }))
  t.equal((await fixture.rest('s')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.match(
    (await fixture.history('s')).find(event => event.startsWith('Role UPDATE_FAILED')),
    /CloudFormation cannot update a stack when a custom-named resource requires replacing\. Rename fixed/,
  )
})

t.test('updates that change nothing, and updates in a wrong state, are refused', async t => {
  const broken = scriptedType('AWS::IAM::Role', {
    create: async () => {
      throw new Error('no')
    },
  })
  const fixture = await startStacks(t, [groups().type, broken.type])
  await create(fixture, template('/g', 7))
  await t.rejects(update(fixture, template('/g', 14)), {
    name: 'ValidationError',
    message: /^Stack:arn:aws:cloudformation:.*:stack\/s\/.* is in ROLLBACK_COMPLETE state and can not be updated\.$/,
  })
})

t.test('a cancelled update is rolled back, and only an update can be cancelled', async t => {
  let endless = true
  const group = scriptedType('AWS::Logs::LogGroup', {
    create: async () => ({ physicalId: '/g', attributes: {} }),
    update: async ({ physicalId }, { signal }) => {
      if (endless) await new Promise(resolve => signal.addEventListener('abort', resolve))
      endless = false
      return { physicalId, attributes: {} }
    },
  })
  const fixture = await startStacks(t, [group.type, scriptedType('AWS::IAM::Role').type])
  await create(fixture, template('/g', 7))
  await t.rejects(fixture.client.send(new CancelUpdateStackCommand({ StackName: 's' })), {
    message: 'CancelUpdateStack cannot be called from current stack status',
  })
  const TemplateBody = template('/g', 14)
  const Capabilities: 'CAPABILITY_IAM'[] = ['CAPABILITY_IAM']
  await fixture.client.send(new UpdateStackCommand({ StackName: 's', TemplateBody, Capabilities }))
  await fixture.client.send(new CancelUpdateStackCommand({ StackName: 's' }))
  t.equal((await fixture.rest('s')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.ok((await fixture.history('s')).includes('Group UPDATE_FAILED Resource update cancelled'))
  t.same(group.diary.slice(-1), ['update Group RetentionInDays'], 'the old value is restored')
})
