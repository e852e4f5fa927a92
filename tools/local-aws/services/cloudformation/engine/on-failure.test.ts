import {
  CreateChangeSetCommand,
  CreateStackCommand,
  type CreateStackInput,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import t, { type Test } from 'tap'
import { HandlerError } from '../resources/handler-error.ts'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const Capabilities: 'CAPABILITY_IAM'[] = ['CAPABILITY_IAM']
const template = (policy: object = {}) =>
  JSON.stringify({
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', ...policy },
      Broken: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} }, DependsOn: 'Group' },
    },
  })

/** A stack of a log group and of a role that cannot be created. */
async function failed(t: Test, input: Partial<CreateStackInput> = {}, deletion = async (_physicalId: string) => {}) {
  const groups = scriptedType('AWS::Logs::LogGroup', { delete: deletion })
  const roles = scriptedType('AWS::IAM::Role', {
    create: async () => {
      throw new Error('no such trust')
    },
  })
  const fixture = await startStacks(t, [groups.type, roles.type])
  const request = { StackName: 's', TemplateBody: template(), Capabilities, ...input }
  const { StackId } = await fixture.client.send(new CreateStackCommand(request))
  const stack = await fixture.rest(StackId!)
  return { ...fixture, groups, roles, stack, StackId: StackId! }
}

t.test('OnFailure DELETE deletes the stack, and gives the reason', async t => {
  const { stack, history, groups, StackId } = await failed(t, { OnFailure: 'DELETE' })
  t.match(stack, { StackStatus: 'DELETE_COMPLETE', DeletionTime: Date })
  const reason = 'The following resource(s) failed to create: [Broken]. Delete requested by user.'
  t.ok((await history(StackId)).includes(`s DELETE_IN_PROGRESS ${reason}`))
  t.same(groups.diary, ['create Group', 'delete Group-1'])
})

t.test('a stack that kept its resources can be deleted, and is updated only in a way that keeps them too', async t => {
  const { client, rest, groups, stack, StackId } = await failed(t, { DisableRollback: true })
  t.equal(stack.StackStatus, 'CREATE_FAILED')
  const update = { StackName: 's', TemplateBody: template(), Capabilities }
  await t.rejects(client.send(new UpdateStackCommand(update)), {
    name: 'ValidationError',
    message:
      /^This stack is currently in a non-terminal \[CREATE_FAILED\] state\. .* use the disable-rollback parameter/,
  })
  await t.rejects(client.send(new UpdateStackCommand({ ...update, DisableRollback: true })), {
    name: 'NotImplemented',
    message: /DisableRollback/,
  })
  await t.rejects(client.send(new CreateChangeSetCommand({ ...update, ChangeSetName: 'c' })), {
    name: 'NotImplemented',
    message: /does not have change sets of a stack in CREATE_FAILED\. Delete the stack first\./,
  })
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.equal((await rest(StackId)).StackStatus, 'DELETE_COMPLETE')
  t.same(groups.diary, ['create Group', 'delete Group-1'])
})

t.test('a resource that was never created is removed without a deletion', async t => {
  const { history, roles } = await failed(t)
  const events = (await history('s')).filter(event => event.startsWith('Broken DELETE'))
  t.same(events, ['Broken DELETE_COMPLETE'])
  t.same(roles.diary, ['create Broken'])
})

t.test('a rollback that cannot delete has failed, and the stack can be deleted later', async t => {
  let inUse = true
  const { client, rest, stack, StackId } = await failed(t, {}, async () => {
    if (inUse) throw new HandlerError('ResourceConflict', 'in use')
  })
  t.match(stack, {
    StackStatus: 'ROLLBACK_FAILED',
    StackStatusReason: 'The following resource(s) failed to delete: [Group].',
  })
  const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 's' }))
  t.match(StackResources, [
    { LogicalResourceId: 'Group', ResourceStatus: 'DELETE_FAILED', ResourceStatusReason: /in use/ },
    { LogicalResourceId: 'Broken', ResourceStatus: 'DELETE_COMPLETE' },
  ])
  inUse = false
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.equal((await rest(StackId)).StackStatus, 'DELETE_COMPLETE')
})

t.test('RetainExceptOnCreate in the request lets a rollback delete resources with Retain', async t => {
  const TemplateBody = template({ DeletionPolicy: 'Retain' })
  t.same((await failed(t, { TemplateBody })).groups.diary, ['create Group'])
  const { groups, stack } = await failed(t, { TemplateBody, RetainExceptOnCreate: true })
  t.same(groups.diary, ['create Group', 'delete Group-1'])
  t.equal(stack.RetainExceptOnCreate, true)
})

t.test('outputs that cannot be evaluated do not hide which resource failed', async t => {
  const Outputs = { Role: { Value: { 'Fn::GetAtt': ['Broken', 'Arn'] } } }
  const TemplateBody = JSON.stringify({ ...JSON.parse(template()), Outputs })
  const { stack } = await failed(t, { TemplateBody, OnFailure: 'DO_NOTHING' })
  t.match(stack, {
    StackStatus: 'CREATE_FAILED',
    StackStatusReason: 'The following resource(s) failed to create: [Broken].',
  })
})

t.test('outputs that cannot be evaluated fail the stack with their reason, as one sentence', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const Resources = { Group: { Type: 'AWS::Logs::LogGroup' } }
  const TemplateBody = JSON.stringify({ Resources, Outputs: { Value: { Value: { 'Fn::ImportValue': 'nowhere' } } } })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody, OnFailure: 'DO_NOTHING' }))
  t.match(await rest('s'), { StackStatus: 'CREATE_FAILED', StackStatusReason: 'No export named nowhere found.' })
})

t.test('an error of the engine ends the operation as failed, and only the operator sees it', async t => {
  const sentences: string[] = []
  const { aws, client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  t.intercept(aws.account.settings, 'diagnose', { value: (sentence: string) => sentences.push(sentence) })
  const { exports } = aws.account.cloudFormation
  t.intercept(exports, 'reasonRefused', {
    value: () => {
      throw new TypeError('a bug')
    },
  })
  const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody }))
  t.match(await rest('s'), { StackStatus: 'CREATE_FAILED', StackStatusReason: 'Internal Failure' })
  t.match(sentences.join('\n'), /cloudformation: s: TypeError: a bug/)
})
