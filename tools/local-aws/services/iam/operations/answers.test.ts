import * as sdk from '@aws-sdk/client-iam'
import t from 'tap'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const iam = new sdk.IAMClient(aws)
const account = 'arn:aws:iam::000000000000:'
const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
const trust = document({ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' })
const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
const inVpc = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'
const Tags = [{ Key: 'k', Value: 'v' }]
const missing = (message: string | RegExp) => ({
  name: /^NoSuchEntity/,
  message,
  $metadata: { httpStatusCode: 404 },
})

/** The answer without its metadata. */
async function answer(command: object): Promise<any> {
  const { $metadata, ...members } = await iam.send(command as never)
  return members
}

t.test('a role is described in full, with its defaults or the given members', async t => {
  const { Role } = await answer(new sdk.CreateRoleCommand({ RoleName: 'plain', AssumeRolePolicyDocument: trust }))
  const { CreateDate, RoleId, ...plain } = Role
  t.match(CreateDate, Date)
  t.match(RoleId, /^AROA[A-Z2-7]{16}$/)
  t.same(plain, {
    RoleName: 'plain',
    Path: '/',
    Arn: `${account}role/plain`,
    AssumeRolePolicyDocument: encodeURIComponent(trust),
    MaxSessionDuration: 3600,
  })
  const given = { Path: '/team/', Description: 'd', MaxSessionDuration: 7200, Tags }
  const other = { RoleName: 'full', AssumeRolePolicyDocument: trust, ...given }
  const { Role: full } = await answer(new sdk.CreateRoleCommand(other))
  t.match(full, { ...given, Arn: `${account}role/team/full` })
  t.same((await answer(new sdk.GetRoleCommand({ RoleName: 'full' }))).Role, full)
  const { Tags: none, ...listed } = full
  t.same(await answer(new sdk.ListRolesCommand({ PathPrefix: '/team/' })), { Roles: [listed], IsTruncated: false })
  await t.rejects(answer(new sdk.CreateRoleCommand({ ...other, RoleName: 'FULL' })), {
    name: 'EntityAlreadyExistsException',
    message: 'Role with name FULL already exists.',
    $metadata: { httpStatusCode: 409 },
  })
  await t.rejects(answer(new sdk.CreateRoleCommand({ ...other, RoleName: 'a b' })), {
    name: 'ValidationError',
    message: /^The specified value for roleName is invalid/,
  })
  await answer(new sdk.UpdateRoleCommand({ RoleName: 'full', Description: '', MaxSessionDuration: 3601 }))
  t.match((await answer(new sdk.GetRoleCommand({ RoleName: 'full' }))).Role, { MaxSessionDuration: 3601 })
  t.equal(aws.account.iam.role('full').description, '')
  await answer(new sdk.UpdateRoleCommand({ RoleName: 'full' }))
  t.equal(aws.account.iam.role('full').maxSessionDuration, 3601)
  const changed = trust.replace('Allow', 'Deny')
  await answer(new sdk.UpdateAssumeRolePolicyCommand({ RoleName: 'full', PolicyDocument: changed }))
  const { AssumeRolePolicyDocument } = (await answer(new sdk.GetRoleCommand({ RoleName: 'full' }))).Role
  t.equal(decodeURIComponent(AssumeRolePolicyDocument), changed)
  await t.rejects(
    answer(new sdk.GetRoleCommand({ RoleName: 'none' })),
    missing('The role with name none cannot be found.'),
  )
})

t.test('policies of a role are listed, read and removed, and the role goes only without them', async t => {
  const RoleName = 'plain'
  const put = (PolicyName: string, PolicyDocument: string) =>
    answer(new sdk.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }))
  const policy = (size: number) => {
    const statement = (Action: string) => document({ Effect: 'Allow', Action, Resource: '*' })
    return statement(`s3:${'x'.repeat(size - statement('s3:').length)}`)
  }
  await put('one', policy(10_240))
  await t.rejects(put('two', policy(100)), {
    name: 'LimitExceededException',
    message: 'Maximum policy size of 10240 bytes exceeded for role plain',
    $metadata: { httpStatusCode: 409 },
  })
  await put('one', policy(10_140))
  await put('two', policy(100))
  t.same(await answer(new sdk.ListRolePoliciesCommand({ RoleName })), {
    PolicyNames: ['one', 'two'],
    IsTruncated: false,
  })
  t.match(await answer(new sdk.ListRolePoliciesCommand({ RoleName, MaxItems: 1 })), {
    PolicyNames: ['one'],
    IsTruncated: true,
    Marker: String,
  })
  const inline = { RoleName, PolicyName: 'two' }
  t.same(await answer(new sdk.GetRolePolicyCommand(inline)), {
    ...inline,
    PolicyDocument: encodeURIComponent(policy(100)),
  })
  const remove = () => answer(new sdk.DeleteRoleCommand({ RoleName }))
  const conflict = (message: string) => ({
    name: 'DeleteConflictException',
    message,
    $metadata: { httpStatusCode: 409 },
  })
  await answer(new sdk.AttachRolePolicyCommand({ RoleName, PolicyArn: basic }))
  await t.rejects(remove(), conflict('Cannot delete entity, must delete policies first.'))
  for (const PolicyName of ['one', 'two']) await answer(new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName }))
  for (const Command of [sdk.DeleteRolePolicyCommand, sdk.GetRolePolicyCommand])
    await t.rejects(answer(new Command(inline)), missing('The role policy with name two cannot be found.'))
  await t.rejects(remove(), conflict('Cannot delete entity, must detach all policies first.'))
  t.same(await answer(new sdk.ListAttachedRolePoliciesCommand({ RoleName })), {
    AttachedPolicies: [{ PolicyArn: basic, PolicyName: 'AWSLambdaBasicExecutionRole' }],
    IsTruncated: false,
  })
  const attach = (PolicyArn: string) => answer(new sdk.AttachRolePolicyCommand({ RoleName, PolicyArn }))
  await t.rejects(attach('x'.repeat(20)), { name: 'ValidationError', message: `ARN ${'x'.repeat(20)} is not valid.` })
  await t.rejects(attach(`${account}policy/p`), missing(/does not exist or is not attachable\.$/))
  await t.rejects(attach('arn:aws:iam::aws:policy/AdministratorAccess'), {
    name: 'NotImplemented',
    message: `The local AWS does not have the managed policy arn:aws:iam::aws:policy/AdministratorAccess. It has: ${basic}, ${inVpc}.`,
  })
  const detach = () => answer(new sdk.DetachRolePolicyCommand({ RoleName, PolicyArn: basic }))
  await detach()
  await t.rejects(detach(), missing(`Policy ${basic} was not found.`))
  await remove()
  await t.rejects(remove(), missing(/plain/))
})

t.test('a managed policy allows what AWS’s allows, and a simulation tells that', async t => {
  const RoleName = 'full'
  const simulate = async (ActionNames: string[], more: object = {}) => {
    const PolicySourceArn = `${account}role/team/full`
    const { EvaluationResults, IsTruncated } = await answer(
      new sdk.SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames, ...more }),
    )
    t.equal(IsTruncated, false)
    return EvaluationResults
  }
  const decided = async (...actions: string[]) =>
    (await simulate(actions)).map((one: sdk.EvaluationResult) => one.EvalDecision)
  const log = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']
  const network = [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ]
  const all = [...log, ...network, 'logs:DeleteLogGroup']
  t.same(await decided(...all), Array(10).fill('implicitDeny'))
  for (const [PolicyArn, allowed] of [
    [basic, log],
    [inVpc, [...log, ...network]],
  ] as const) {
    await answer(new sdk.AttachRolePolicyCommand({ RoleName, PolicyArn }))
    t.same(
      await decided(...all),
      all.map(one => (allowed.includes(one) ? 'allowed' : 'implicitDeny')),
    )
    await answer(new sdk.DetachRolePolicyCommand({ RoleName, PolicyArn }))
  }
  const Condition = { StringEquals: { 'aws:RequestedRegion': ['a', 'b'] } }
  const PolicyDocument = document({ Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*', Condition })
  await answer(new sdk.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }))
  const resources = ['arn:aws:s3:::b/k', 'arn:aws:s3:::c/k']
  const context = (...ContextKeyValues: string[]) => ({
    ResourceArns: resources,
    ContextEntries: [{ ContextKeyName: 'AWS:requestedregion', ContextKeyType: 'string', ContextKeyValues }],
  })
  const results = (decision: string) => [
    { EvalActionName: 's3:GetObject', EvalResourceName: resources[0], EvalDecision: decision },
    { EvalActionName: 's3:GetObject', EvalResourceName: resources[1], EvalDecision: 'implicitDeny' },
  ]
  t.same(await simulate(['s3:GetObject'], context('a')), results('explicitDeny'))
  t.same(await simulate(['s3:GetObject'], context('c')), results('implicitDeny'))
  t.match(await simulate(['s3:GetObject']), [{ EvalResourceName: '*' }])
  const PolicySourceArn = `${account}role/none-at-all`
  const nobody = new sdk.SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ['s3:GetObject'] })
  await t.rejects(answer(nobody), missing(`The entity ${PolicySourceArn} cannot be found.`))
})
