import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourceCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { LambdaClient, ListTagsCommand } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { zipOf } from '../../lambda/function-fixture.ts'
import { startStacks } from '../stack-fixture.ts'

/**
 * Creates a stack `s` of the account, and updates it as a role with only these permissions: a deployer with the minimal
 * permissions needs only those of its template.
 */
async function startUpdates(t: Test, before: object, actions: readonly string[], prepare = async (_aws: object) => {}) {
  const { aws, client, rest, history } = await startStacks(t)
  await prepare(aws)
  const TemplateBody = (Resources: object) => JSON.stringify({ Resources })
  const stack = { StackName: 's', Capabilities: ['CAPABILITY_IAM' as const] }
  await client.send(new CreateStackCommand({ ...stack, TemplateBody: TemplateBody(before) }))
  t.equal((await rest('s')).StackStatus, 'CREATE_COMPLETE', (await history('s')).join('\n'))

  const iam = new IAMClient(aws)
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const trust = document({ Effect: 'Allow', Principal: { AWS: aws.accountId }, Action: 'sts:AssumeRole' })
  await iam.send(new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument: trust }))
  const PolicyDocument = document({ Effect: 'Allow', Action: ['cloudformation:*', ...actions], Resource: '*' })
  await iam.send(new PutRolePolicyCommand({ RoleName: 'deployer', PolicyName: 'p', PolicyDocument }))
  const role = aws.account.iam.role('deployer')
  const credentials = aws.account.iam.issueSession({ role, sessionName: 'test', durationSeconds: 900 })
  const deployer = new CloudFormationClient({ ...aws, credentials })
  t.teardown(() => deployer.destroy())

  const update = async (after: object) => {
    await deployer.send(new UpdateStackCommand({ ...stack, TemplateBody: TemplateBody(after) }))
    return (await rest('s')).StackStatus
  }
  const physicalId = async (LogicalResourceId: string) => {
    const request = new DescribeStackResourceCommand({ StackName: 's', LogicalResourceId })
    return (await client.send(request)).StackResourceDetail!.PhysicalResourceId!
  }
  return { aws, update, physicalId, history }
}

t.test('incoming rules of a security group change without permissions for outgoing ones', async t => {
  const group = (port: number) => ({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        VpcId: { Ref: 'Vpc' },
        GroupDescription: 'g',
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '10.0.0.0/16' }],
      },
    },
  })
  const { aws, update, physicalId, history } = await startUpdates(t, group(80), [
    'ec2:DescribeSecurityGroups',
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:RevokeSecurityGroupIngress',
  ])
  t.equal(await update(group(443)), 'UPDATE_COMPLETE', (await history('s')).join('\n'))
  const request = new DescribeSecurityGroupsCommand({ GroupIds: [await physicalId('Group')] })
  const { SecurityGroups } = await new EC2Client(aws).send(request)
  t.same(
    SecurityGroups![0]!.IpPermissions!.map(({ FromPort }) => FromPort),
    [443],
  )
  t.equal(SecurityGroups![0]!.IpPermissionsEgress!.length, 1, 'the outgoing rules are unchanged')
})

t.test('a tag of a function gets another value without the permission to remove tags', async t => {
  const tagged = (Value: string) => ({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { S3Bucket: 'code', S3Key: 'z.zip' },
        Tags: [{ Key: 'stage', Value }],
      },
    },
  })
  const { aws, update, physicalId, history } = await startUpdates(
    t,
    tagged('test'),
    ['lambda:GetFunctionConfiguration', 'lambda:TagResource'],
    async aws => {
      const s3 = new S3Client({ ...aws, forcePathStyle: true })
      await s3.send(new CreateBucketCommand({ Bucket: 'code' }))
      const Body = await zipOf({ 'index.js': 'exports.handler = async () => 1' })
      await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'z.zip', Body }))
    },
  )
  t.equal(await update(tagged('live')), 'UPDATE_COMPLETE', (await history('s')).join('\n'))
  const { account } = aws
  const Resource = account.arn('lambda', `function:${await physicalId('Function')}`)
  const { Tags } = await new LambdaClient(aws).send(new ListTagsCommand({ Resource }))
  t.match(Tags, { stage: 'live' })
})
