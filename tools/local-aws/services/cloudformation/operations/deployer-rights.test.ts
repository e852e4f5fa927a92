import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { startStacks } from '../stack-fixture.ts'

const template = JSON.stringify({
  Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/g' } } },
})

/** A local AWS with a role; `as` makes a client with the role's identity. */
async function startWithRole(
  t: Test,
  actions: readonly string[],
  trusted = 'cloudformation.amazonaws.com',
  Condition: object = {},
) {
  const fixture = await startStacks(t)
  const { aws } = fixture
  const { endpoint, region, credentials } = aws
  const iam = new IAMClient({ endpoint, region, credentials })
  t.teardown(() => iam.destroy())
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: trusted }, Action: 'sts:AssumeRole' }],
  }
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  )
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*', Condition }] }
  const PolicyDocument = JSON.stringify(policy)
  await iam.send(new PutRolePolicyCommand({ RoleName: 'deployer', PolicyName: 'deploy', PolicyDocument }))
  const session = aws.account.iam.issueSession({
    role: aws.account.iam.role('deployer'),
    sessionName: 'test',
    durationSeconds: 900,
  })
  const client = new CloudFormationClient({ endpoint, region, credentials: session })
  t.teardown(() => client.destroy())
  return { ...fixture, deployer: client, roleArn: Role!.Arn! }
}

t.test('a resource is created with the caller’s permissions, and fails if IAM refuses them', async t => {
  const { deployer, rest, history } = await startWithRole(t, ['cloudformation:*'])
  await deployer.send(new CreateStackCommand({ StackName: 's', TemplateBody: template }))
  t.equal((await rest('s')).StackStatus, 'ROLLBACK_COMPLETE')
  t.match(
    (await history('s')).find(event => event.startsWith('Group CREATE_FAILED')),
    /Resource handler returned message: "User: arn:aws:sts::000000000000:assumed-role\/deployer\/test is not authorized to perform: logs:CreateLogGroup on resource: .* \(Service: CloudWatchLogs, Status Code: \d+, Request ID: .*\)" \(RequestToken: .*, HandlerErrorCode: AccessDenied\)/,
  )
})

t.test('an operation needs its own permission on the stack', async t => {
  const { deployer } = await startWithRole(t, ['cloudformation:DescribeStacks'])
  await t.rejects(deployer.send(new CreateStackCommand({ StackName: 's', TemplateBody: template })), {
    name: 'AccessDenied',
    message:
      /is not authorized to perform: cloudformation:CreateStack on resource: arn:aws:cloudformation:us-east-1:000000000000:stack\/s\/\*/,
  })
})

t.test('only a caller that may describe events sees the events of a stack', async t => {
  const { client, deployer, rest } = await startWithRole(t, ['cloudformation:DescribeStackEvents'])
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: template }))
  await rest('s')
  const { StackEvents } = await deployer.send(new DescribeStackEventsCommand({ StackName: 's' }))
  t.match(StackEvents![0], { LogicalResourceId: 's', ResourceStatus: 'CREATE_COMPLETE' })
})

t.test('a service role makes the resources, if CloudFormation may assume it and the caller may pass it', async t => {
  const { client, deployer, rest, roleArn } = await startWithRole(t, ['cloudformation:*', 'logs:*'])
  await t.rejects(deployer.send(new CreateStackCommand({ StackName: 's', TemplateBody: template, RoleARN: roleArn })), {
    name: 'AccessDenied',
    message: /iam:PassRole/,
  })
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: 's', TemplateBody: template, RoleARN: roleArn }),
  )
  t.match(await rest('s'), { StackStatus: 'CREATE_COMPLETE', RoleARN: roleArn })
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.equal((await rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('a policy may require that a request allows certain types only', async t => {
  const Condition = { 'ForAnyValue:StringEquals': { 'cloudformation:ResourceTypes': 'AWS::Logs::LogGroup' } }
  const { deployer } = await startWithRole(t, ['cloudformation:*'], undefined, Condition)
  const create = { StackName: 's', TemplateBody: template }
  await t.rejects(deployer.send(new CreateStackCommand(create)), { name: 'AccessDenied' })
  await t.resolves(deployer.send(new CreateStackCommand({ ...create, ResourceTypes: ['AWS::Logs::LogGroup'] })))
})

t.test('a role that does not trust CloudFormation is refused', async t => {
  const { client, roleArn } = await startWithRole(t, ['*'], 'lambda.amazonaws.com')
  await t.rejects(client.send(new CreateStackCommand({ StackName: 's', TemplateBody: template, RoleARN: roleArn })), {
    name: 'ValidationError',
    message: `Role ${roleArn} is invalid or cannot be assumed`,
  })
})

t.test('a template in S3 is read with the caller’s permissions', async t => {
  const { aws, client, deployer, rest } = await startWithRole(t, ['cloudformation:*'])
  const { endpoint, region, credentials } = aws
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }))
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'a b.json', Body: template }))
  const TemplateURL = 'https://s3.us-east-1.amazonaws.com/templates/a%20b.json'
  await t.rejects(deployer.send(new CreateStackCommand({ StackName: 's', TemplateURL })), {
    name: 'ValidationError',
    message: /^S3 error: /,
  })
  for (const [StackName, url] of [
    ['path', TemplateURL],
    ['host', 'https://templates.s3.amazonaws.com/a%20b.json'],
    ['local', `${endpoint}/templates/a%20b.json`],
  ]) {
    const { StackId } = await client.send(new CreateStackCommand({ StackName, TemplateURL: url }))
    t.equal((await rest(StackName!)).StackStatus, 'CREATE_COMPLETE', StackName!)
    await client.send(new DeleteStackCommand({ StackName }))
    await rest(StackId!)
  }
  await t.rejects(client.send(new CreateStackCommand({ StackName: 's', TemplateURL: 'https://example.com/t.json' })), {
    message: 'TemplateURL must be a supported URL.',
  })
  await t.rejects(
    client.send(new CreateStackCommand({ StackName: 's', TemplateBody: `${template}${' '.repeat(51_200)}` })),
    {
      message: /'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200/,
    },
  )
})
