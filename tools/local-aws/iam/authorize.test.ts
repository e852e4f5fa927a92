import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import { GetObjectCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import t, { type Test } from 'tap'
import { clientOfRole, type S3UnderTest, startS3 } from '../services/s3/s3-fixture.ts'
import type { PolicyStatement } from './policy-document.ts'

const Bucket = 'shelf'
const Resource = 'arn:aws:s3:::shelf/*'
const read = { Effect: 'Allow', Action: 's3:GetObject', Resource } as const
const denied = (reason: RegExp) => ({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 }, message: reason })

/** The bucket `shelf` with one object, and a function that reads it as a role with this policy. */
async function shelf(t: Test, ...identity: PolicyStatement[]) {
  const world = await startS3(t)
  await world.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  const reader = clientOfRole(t, world.aws, ...identity)
  const role = [...world.aws.account.iam.roles.values()].at(-1)!
  const bucketPolicy = (Statement: object) =>
    world.client.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement }) }))
  return { ...world, role, bucketPolicy, get: () => reader.send(new GetObjectCommand({ Bucket, Key: 'k' })) }
}

t.test('an allow in the policy of the role or in that of the bucket is enough', async t => {
  const { get, role, bucketPolicy } = await shelf(t)
  await t.rejects(get(), denied(/because no identity-based policy allows the s3:GetObject action$/))
  await bucketPolicy({ ...read, Principal: { AWS: role.arn } })
  await t.resolves(get())
  await bucketPolicy({ ...read, Principal: { AWS: `${role.arn}-of-others` } })
  await t.rejects(get(), denied(/because no identity-based policy allows/))
  role.inlinePolicies.set('inline', { Version: '2012-10-17', Statement: [read] })
  await t.resolves(get())
})

t.test('if a bucket policy allows the whole account, the policies of its roles decide', async t => {
  const { aws, get, bucketPolicy } = await shelf(t)
  for (const account of [aws.accountId, `arn:aws:iam::${aws.accountId}:root`]) {
    await bucketPolicy({ ...read, Principal: { AWS: account } })
    await t.rejects(get(), denied(/because no identity-based policy allows/), account)
  }
})

t.test('a bucket policy that denies the whole account denies every role in it', async t => {
  const { aws, get, bucketPolicy } = await shelf(t, read)
  await t.resolves(get())
  for (const account of [aws.accountId, `arn:aws:iam::${aws.accountId}:root`]) {
    await bucketPolicy({ ...read, Effect: 'Deny', Principal: { AWS: account } })
    await t.rejects(get(), denied(/with an explicit deny in a resource-based policy$/), account)
  }
})

t.test('a deny of the role takes precedence over an allow of the bucket', async t => {
  const { get, role, bucketPolicy } = await shelf(t, { ...read, Effect: 'Deny' })
  await bucketPolicy({ ...read, Principal: { AWS: role.arn } })
  await t.rejects(
    get(),
    denied(/on resource: "arn:aws:s3:::shelf\/k" with an explicit deny in an identity-based policy$/),
  )
})

t.test('a policy can name a session by its own ARN and by that of its role', async t => {
  const { aws, get, role, bucketPolicy } = await shelf(t)
  await bucketPolicy({
    ...read,
    Principal: { AWS: `arn:aws:sts::${aws.accountId}:assumed-role/${role.roleName}/test` },
  })
  await t.resolves(get())
})

function sessionOf({ aws }: S3UnderTest, Statement: PolicyStatement[], context = {}) {
  const role = [...aws.account.iam.roles.values()].at(-1)!
  role.inlinePolicies.set('inline', { Version: '2012-10-17', Statement })
  return aws.account.iam.issueSession({ role, sessionName: 'test', durationSeconds: 900, context })
}

t.test('a role that trusts the whole account can be assumed by those whose own policies allow it', async t => {
  const world = await shelf(t)
  const { aws, role } = world
  const sts = new STSClient({ ...aws, credentials: sessionOf(world, []), maxAttempts: 1 })
  const Principal = { AWS: `arn:aws:iam::${aws.accountId}:root` }
  const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } }
  const AssumeRolePolicyDocument = JSON.stringify(trust)
  const { Role } = await new IAMClient(aws).send(
    new CreateRoleCommand({ RoleName: 'trusting', AssumeRolePolicyDocument }),
  )
  const assume = () => sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'test' }))
  await t.rejects(assume(), denied(/is not authorized to perform: sts:AssumeRole on resource: .*role\/trusting$/))
  const Statement: PolicyStatement[] = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: Role!.Arn! }]
  role.inlinePolicies.set('inline', { Version: '2012-10-17', Statement })
  await t.resolves(assume())
})

t.test('a refusal names the resource only if there is one, and every refusal is recorded', async t => {
  const world = await shelf(t)
  const { aws, role } = world
  const ec2 = new EC2Client({ ...aws, credentials: sessionOf(world, []), maxAttempts: 1 })
  await t.rejects(ec2.send(new DescribeVpcsCommand({})), {
    name: 'UnauthorizedOperation',
    message: /is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows/,
  })
  const action = { principal: role.arn, action: 'ec2:DescribeVpcs', resource: '*' }
  t.same(aws.account.iam.actions.of(role.arn), [{ ...action, allowed: false }])
  sessionOf(world, [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }])
  await ec2.send(new DescribeVpcsCommand({}))
  await ec2.send(new DescribeVpcsCommand({}))
  t.same(
    aws.account.iam.actions.of(role.arn).map(({ allowed }) => allowed),
    [false, true],
    'each different answer is recorded once',
  )
})

t.test('conditions see the caller, its session, and the transport', async t => {
  const world = await shelf(t)
  const { aws, role } = world
  const context = { 'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:1:function:f' }
  const holds = async (Condition: PolicyStatement['Condition']) => {
    const statement = { Effect: 'Allow' as const, Action: 'iam:ListRoles', Resource: '*', Condition: Condition! }
    const iam = new IAMClient({ ...aws, credentials: sessionOf(world, [statement], context) })
    const error = await iam.send(new ListRolesCommand({})).then(
      () => undefined,
      error => error,
    )
    return error === undefined
  }
  t.equal(await holds({ ArnEquals: { 'aws:PrincipalArn': role.arn } }), true)
  t.equal(await holds({ StringEquals: { 'aws:PrincipalAccount': aws.accountId } }), true)
  t.equal(await holds({ StringEquals: { 'aws:userid': `${role.roleId}:test` } }), true)
  t.equal(await holds({ Bool: { 'aws:SecureTransport': 'true' } }), true)
  t.equal(await holds({ ArnLike: { 'LAMBDA:sourcefunctionarn': 'arn:aws:lambda:*:*:function:f' } }), true)
  t.equal(await holds({ ArnLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*:*:function:g' } }), false)
})

t.test('a call of IAM counts as one to us-east-1 in every Region', async t => {
  const world = await startS3(t, { region: 'eu-west-1' })
  clientOfRole(t, world.aws)
  const inRegion = (region: string): PolicyStatement => ({
    Effect: 'Allow',
    Action: ['iam:ListRoles', 'ec2:DescribeVpcs'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': region } },
  })
  const credentials = sessionOf(world, [inRegion('us-east-1')])
  await t.resolves(new IAMClient({ ...world.aws, credentials }).send(new ListRolesCommand({})))
  await t.rejects(new EC2Client({ ...world.aws, credentials }).send(new DescribeVpcsCommand({})))
  sessionOf(world, [inRegion('eu-west-1')])
  await t.rejects(new IAMClient({ ...world.aws, credentials }).send(new ListRolesCommand({})))
  await t.resolves(new EC2Client({ ...world.aws, credentials }).send(new DescribeVpcsCommand({})))
})
