import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import t, { type Test } from 'tap'
import { startStacks } from '../stack-fixture.ts'

const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } })
const calls: readonly ((client: CloudFormationClient, ChangeSetName: string) => Promise<unknown>)[] = [
  (client, ChangeSetName) => client.send(new DescribeChangeSetCommand({ ChangeSetName })),
  (client, ChangeSetName) => client.send(new ExecuteChangeSetCommand({ ChangeSetName })),
  (client, ChangeSetName) => client.send(new DeleteChangeSetCommand({ ChangeSetName })),
]

/** Change sets of the stacks `ours` and `theirs`, and a client with all permissions on one kind of resource. */
async function startWithRights(t: Test, resource: string) {
  const { aws, client } = await startStacks(t)
  const plan = async (StackName: string) => {
    const request = { StackName, ChangeSetName: 'c', ChangeSetType: 'CREATE' as const, TemplateBody }
    const { Id, StackId } = await client.send(new CreateChangeSetCommand(request))
    return { Id: Id!, StackId: StackId! }
  }
  const [ours, theirs] = [await plan('ours'), await plan('theirs')]
  const { endpoint, region, credentials } = aws
  const iam = new IAMClient({ endpoint, region, credentials })
  const trust = { Effect: 'Allow', Principal: { AWS: aws.accountId }, Action: 'sts:AssumeRole' }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
  await iam.send(new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument }))
  const Resource = `arn:aws:cloudformation:${region}:${aws.accountId}:${resource}`
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['cloudformation:*', 'logs:*'], Resource }],
  })
  await iam.send(new PutRolePolicyCommand({ RoleName: 'deployer', PolicyName: 'deploy', PolicyDocument }))
  iam.destroy()
  const role = aws.account.iam.role('deployer')
  const session = aws.account.iam.issueSession({ role, sessionName: 'test', durationSeconds: 900 })
  const deployer = new CloudFormationClient({ endpoint, region, credentials: session })
  t.teardown(() => deployer.destroy())
  return { deployer, ours, theirs }
}

t.test('permissions on the stack reach a change set only together with the stack’s name', async t => {
  const { deployer, ours, theirs } = await startWithRights(t, 'stack/ours/*')
  for (const call of calls) {
    const message = `ChangeSet on resource: ${ours.Id}`
    await t.rejects(call(deployer, ours.Id), { name: 'AccessDenied', message })
  }
  await t.resolves(
    deployer.send(new DescribeChangeSetCommand({ ChangeSetName: ours.Id, StackName: ours.StackId })),
    'the ARN with the stack’s name',
  )
  await t.resolves(
    deployer.send(new DescribeChangeSetCommand({ ChangeSetName: 'c', StackName: 'ours' })),
    'the name with the stack’s name',
  )
  await t.rejects(
    deployer.send(new DescribeChangeSetCommand({ ChangeSetName: theirs.Id, StackName: ours.StackId })),
    { name: 'AccessDenied' },
    'the name of a stack does not reach the change set of another',
  )
})

t.test('permissions on change sets alone reach a change set only by its ARN', async t => {
  const { deployer, ours } = await startWithRights(t, 'changeSet/*')
  await t.rejects(deployer.send(new DescribeChangeSetCommand({ ChangeSetName: ours.Id, StackName: ours.StackId })), {
    name: 'AccessDenied',
    message: `on resource: ${ours.StackId}`,
  })
  await t.resolves(deployer.send(new DescribeChangeSetCommand({ ChangeSetName: ours.Id })))
})
