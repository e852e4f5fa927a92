import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const trustAccount = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' }],
})
const mayListRoles = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iam:ListRoles', Resource: '*' }],
})

const aws = await startLocalAws()
t.teardown(() => aws.close())
const iam = new IAMClient(aws)
const sts = new STSClient(aws)

async function sessionOf(RoleName: string) {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }))
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'test' }))
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  }
}

t.test('a role session may do what a policy allows, until the policy is removed', async t => {
  await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: trustAccount }))
  const session = new IAMClient({ ...aws, credentials: await sessionOf('reader') })
  await t.rejects(session.send(new ListRolesCommand({})), {
    name: 'AccessDenied',
    message:
      'User: arn:aws:sts::000000000000:assumed-role/reader/test is not authorized to perform: iam:ListRoles on resource: ' +
      'arn:aws:iam::000000000000:role/ because no identity-based policy allows the iam:ListRoles action',
    $metadata: { httpStatusCode: 403 },
  })

  await iam.send(new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'list', PolicyDocument: mayListRoles }))
  t.equal((await session.send(new ListRolesCommand({}))).Roles?.[0]?.RoleName, 'reader')

  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'reader', PolicyName: 'list' }))
  await t.rejects(session.send(new ListRolesCommand({})), { name: 'AccessDenied' })
})

t.test(
  'a session of a role that was deleted may do nothing, not even if there is another role of its name',
  async t => {
    const make = async () => {
      await iam.send(new CreateRoleCommand({ RoleName: 'again', AssumeRolePolicyDocument: trustAccount }))
      await iam.send(new PutRolePolicyCommand({ RoleName: 'again', PolicyName: 'list', PolicyDocument: mayListRoles }))
    }
    await make()
    const session = new IAMClient({ ...aws, credentials: await sessionOf('again') })
    await t.resolves(session.send(new ListRolesCommand({})))
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'again', PolicyName: 'list' }))
    await iam.send(new DeleteRoleCommand({ RoleName: 'again' }))
    await t.rejects(session.send(new ListRolesCommand({})), { name: 'AccessDenied' })
    await make()
    await t.rejects(session.send(new ListRolesCommand({})), { name: 'AccessDenied' })
  },
)

t.test('a session returns its own identity', async t => {
  await iam.send(new CreateRoleCommand({ RoleName: 'caller', AssumeRolePolicyDocument: trustAccount }))
  const session = new STSClient({ ...aws, credentials: await sessionOf('caller') })
  const identity = await session.send(new GetCallerIdentityCommand({}))
  t.equal(identity.Arn, 'arn:aws:sts::000000000000:assumed-role/caller/test')
  t.match(identity.UserId, /^AROA[A-Z2-7]{16}:test$/)
})

t.test('a role that trusts another principal cannot be assumed', async t => {
  const AssumeRolePolicyDocument = trustAccount.replace('"AWS":"000000000000"', '"Service":"lambda.amazonaws.com"')
  await iam.send(new CreateRoleCommand({ RoleName: 'for-lambda', AssumeRolePolicyDocument }))
  await t.rejects(sessionOf('for-lambda'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } })
})

t.test('unknown keys and a missing session token are refused', async t => {
  const unknown = new STSClient({ ...aws, credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' } })
  await t.rejects(unknown.send(new GetCallerIdentityCommand({})), { name: 'InvalidClientTokenId' })
  const { sessionToken: _dropped, ...withoutToken } = await sessionOf('caller')
  const tokenless = new STSClient({ ...aws, credentials: withoutToken })
  await t.rejects(tokenless.send(new GetCallerIdentityCommand({})), { name: 'InvalidClientTokenId' })
})

t.test('invalid roles are refused in IAM’s words', async t => {
  const create = (input: object) =>
    iam.send(new CreateRoleCommand({ RoleName: 'x', AssumeRolePolicyDocument: trustAccount, ...input }))
  await t.rejects(create({ RoleName: 'READER' }), {
    name: 'EntityAlreadyExistsException',
    message: 'Role with name READER already exists.',
    $metadata: { httpStatusCode: 409 },
  })
  await t.rejects(create({ AssumeRolePolicyDocument: '{' }), { name: 'MalformedPolicyDocumentException' })
  await t.rejects(create({ AssumeRolePolicyDocument: undefined }), {
    message:
      "1 validation error detected: Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null",
  })
  await t.rejects(iam.send(new GetRoleCommand({ RoleName: 'nobody' })), { name: 'NoSuchEntityException' })

  await iam.send(new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'list', PolicyDocument: mayListRoles }))
  await t.rejects(iam.send(new DeleteRoleCommand({ RoleName: 'reader' })), {
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must delete policies first.',
  })
})

t.test('a role session has the global condition keys of its request', async t => {
  await iam.send(new CreateRoleCommand({ RoleName: 'conditional', AssumeRolePolicyDocument: trustAccount }))
  const session = new IAMClient({ ...aws, credentials: await sessionOf('conditional') })
  const allowed = async (Condition: object) => {
    const statement = { Effect: 'Allow', Action: 'iam:ListRoles', Resource: '*', Condition }
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
    await iam.send(new PutRolePolicyCommand({ RoleName: 'conditional', PolicyName: 'list', PolicyDocument }))
    return session.send(new ListRolesCommand({})).then(
      () => true,
      () => false,
    )
  }
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  t.equal(await allowed({ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }), true)
  t.equal(await allowed({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }), false)
  t.equal(await allowed({ DateLessThan: { 'aws:CurrentTime': inAnHour } }), true)
  t.equal(await allowed({ DateGreaterThan: { 'aws:EpochTime': inAnHour } }), false)
  t.equal(await allowed({ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }), true)
  t.equal(await allowed({ StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }), true)
  t.equal(await allowed({ Null: { 'aws:SourceVpce': 'true' } }), true)
})

t.test('a role can trust only existing roles', async t => {
  const AWS = 'arn:aws:iam::000000000000:role/none'
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
  }
  const command = new CreateRoleCommand({ RoleName: 'trusting', AssumeRolePolicyDocument: JSON.stringify(document) })
  await t.rejects(iam.send(command), {
    name: 'MalformedPolicyDocumentException',
    message: `Invalid principal in policy: "AWS":"${AWS}"`,
  })
})

t.test('the settings of a role obey IAM’s ranges and patterns', async t => {
  const refused = (request: object, message: RegExp) =>
    t.rejects(
      iam.send(new CreateRoleCommand({ RoleName: 'strict', AssumeRolePolicyDocument: trustAccount, ...request })),
      { name: 'ValidationError', message, $metadata: { httpStatusCode: 400 } },
    )
  await refused({ MaxSessionDuration: 60 }, /Value '60' at 'maxSessionDuration' .* greater than or equal to 3600/)
  await refused({ MaxSessionDuration: 43_201 }, /less than or equal to 43200/)
  await refused({ Description: 'one \u2013 two' }, /'description' failed .* regular expression pattern/)
  await refused({ Path: 'x' }, /'path'/)
  await refused({ Tags: [{ Key: 'a;b', Value: '' }] }, /'tags.1.member.key'/)
  await refused({ Tags: [{ Key: 'a', Value: 'b;c' }] }, /'tags.1.member.value' failed .* regular expression pattern/)
  await refused({ Tags: [{ Key: 'a', Value: 'b'.repeat(257) }] }, /'tags.1.member.value' .* less than or equal to 256/)
  await t.rejects(
    iam.send(new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'a b', PolicyDocument: mayListRoles })),
    { name: 'ValidationError', message: /'policyName'/ },
  )
})

t.test('a role has its added tags, without the removed ones', async t => {
  const RoleName = 'tagged'
  const tags = async () => (await iam.send(new GetRoleCommand({ RoleName }))).Role!.Tags
  const Tags = [{ Key: 'a', Value: '1' }]
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustAccount, Tags }))
  const more = [
    { Key: 'a', Value: '2' },
    { Key: 'b', Value: '' },
    { Key: 'c', Value: 'd' },
  ]
  await iam.send(new TagRoleCommand({ RoleName, Tags: more }))
  t.same(await tags(), more)
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a', 'c', 'none'] }))
  t.same(await tags(), [{ Key: 'b', Value: '' }])
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['b'] }))
  t.equal(await tags(), undefined)
})

t.test('a list names the roles below a path, without their tags, a page at a time', async t => {
  for (const [RoleName, Path] of [
    ['here', '/place/'],
    ['there', '/place/'],
    ['elsewhere', '/other/'],
  ] as const) {
    const Tags = [{ Key: 'a', Value: '1' }]
    await iam.send(new CreateRoleCommand({ RoleName, Path, Tags, AssumeRolePolicyDocument: trustAccount }))
  }
  const page = async (more: object) => {
    const { Roles, IsTruncated, Marker } = await iam.send(new ListRolesCommand({ PathPrefix: '/place/', ...more }))
    return { names: Roles!.map(({ RoleName }) => RoleName), tags: Roles!.map(({ Tags }) => Tags), IsTruncated, Marker }
  }
  t.same(await page({}), {
    names: ['here', 'there'],
    tags: [undefined, undefined],
    IsTruncated: false,
    Marker: undefined,
  })
  const first = await page({ MaxItems: 1 })
  t.match(first, { names: ['here'], IsTruncated: true, Marker: String })
  t.match(await page({ MaxItems: 1, Marker: first.Marker }), { names: ['there'], IsTruncated: false })
  await t.rejects(page({ Marker: '#' }), { name: 'ValidationError' })
})
