import { type Capability, CreateStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import t from 'tap'
import { startStacks } from '../stack-fixture.ts'

const Capabilities: Capability[] = ['CAPABILITY_NAMED_IAM']
const Trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const Group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g' } }
const Role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: Trust } }
const Failing = {
  Type: 'AWS::IAM::Role',
  DependsOn: ['Group', 'Role'],
  Properties: {
    AssumeRolePolicyDocument: Trust,
    ManagedPolicyArns: ['arn:aws:iam::000000000000:policy/none'],
  },
}

t.test('resources have the tags that the stack has now: after an update, and after the rollback of one', async t => {
  const { aws, client, rest } = await startStacks(t)
  const stack = (Resources: object, ...keys: string[]) => ({
    StackName: 's',
    TemplateBody: JSON.stringify({ Resources }),
    Capabilities,
    Tags: keys.map(Key => ({ Key, Value: 'v' })),
  })
  const logs = new CloudWatchLogsClient(aws)
  const iam = new IAMClient(aws)
  const keys = async () => {
    const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:g'
    const { tags = {} } = await logs.send(new ListTagsForResourceCommand({ resourceArn }))
    const { Role: made } = await iam.send(new GetRoleCommand({ RoleName: 'r' }))
    return [Object.keys(tags), made!.Tags!.map(({ Key }) => Key!)].map(all =>
      all.filter(key => !key.startsWith('aws:')).sort(),
    )
  }
  const update = async (Resources: object, ...tagKeys: string[]) => {
    await client.send(new UpdateStackCommand(stack(Resources, ...tagKeys)))
    return (await rest('s')).StackStatus
  }
  await client.send(new CreateStackCommand(stack({ Group, Role }, 'a', 'b')))
  t.equal((await rest('s')).StackStatus, 'CREATE_COMPLETE')
  t.same(await keys(), [
    ['a', 'b'],
    ['a', 'b'],
  ])
  t.equal(await update({ Group, Role }, 'b', 'c'), 'UPDATE_COMPLETE')
  t.same(await keys(), [
    ['b', 'c'],
    ['b', 'c'],
  ])
  t.equal(await update({ Group, Role, Failing }, 'c', 'd'), 'UPDATE_ROLLBACK_COMPLETE')
  t.same(await keys(), [
    ['b', 'c'],
    ['b', 'c'],
  ])
})
