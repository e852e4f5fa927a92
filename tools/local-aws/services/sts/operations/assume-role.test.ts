import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import t from 'tap'
import { sessionOf } from '../../../iam/session-fixture.ts'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const iam = new IAMClient(aws)
const root = new STSClient(aws)
const callerArn = 'arn:aws:sts::000000000000:assumed-role/caller/test'
const caller = new STSClient({ ...aws, credentials: sessionOf(aws.account, 'caller') })
const arn = (name: string) => `arn:aws:iam::000000000000:role/${name}`
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })

async function role(RoleName: string, Principal: object, Condition?: object, more: object = {}) {
  const statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition && { Condition }) }
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(statement), ...more }))
}

const assume = (sts: STSClient, name: string, more: object = {}) =>
  sts.send(new AssumeRoleCommand({ RoleArn: arn(name), RoleSessionName: 'session', ...more }))
const denied = (name: string, who = callerArn) => ({
  name: 'AccessDenied',
  message: `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${arn(name)}`,
  $metadata: { httpStatusCode: 403 },
})

t.test('a session has the name of its role, and lasts as long as asked', async t => {
  await role('open', { AWS: '000000000000' }, undefined, { MaxSessionDuration: 7200 })
  const { roleId } = aws.account.iam.role('open')
  const begin = aws.account.now().getTime()
  t.intercept(aws.account, 'now', { value: () => new Date(begin) })
  const { AssumedRoleUser, Credentials } = await assume(root, 'open')
  t.same(AssumedRoleUser, {
    Arn: 'arn:aws:sts::000000000000:assumed-role/open/session',
    AssumedRoleId: `${roleId}:session`,
  })
  t.match(Credentials!.AccessKeyId, /^ASIA[A-Z2-7]{16}$/)
  const lasts = (of: Date) => Math.round((of.getTime() - begin) / 1000)
  t.equal(lasts(Credentials!.Expiration!), 3600)
  for (const DurationSeconds of [900, 7200])
    t.equal(lasts((await assume(root, 'open', { DurationSeconds })).Credentials!.Expiration!), DurationSeconds)
  await t.rejects(assume(root, 'open', { DurationSeconds: 7201 }), {
    name: 'ValidationError',
    message: /exceeds the MaxSessionDuration set for this role/,
  })
  const { $metadata, ...identity } = await caller.send(new GetCallerIdentityCommand({}))
  t.same(identity, { Account: '000000000000', Arn: callerArn, UserId: 'AROAEXAMPLE:test' })
})

t.test('a role is assumed by whom its trust policy names, or by the account with a permission', async t => {
  await role('by-role', { AWS: arn('caller') })
  await role('by-session', { AWS: callerArn })
  await role('by-account', { AWS: 'arn:aws:iam::000000000000:root' })
  for (const name of ['by-role', 'by-session']) {
    await t.resolves(assume(caller, name), name)
    await t.rejects(assume(root, name), denied(name, 'arn:aws:iam::000000000000:root'))
  }
  await t.resolves(assume(root, 'by-account'))
  await t.rejects(assume(caller, 'by-account'), denied('by-account'), 'its own policies do not allow it')
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'caller',
      PolicyName: 'p',
      PolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn('by-account') }),
    }),
  )
  await t.resolves(assume(caller, 'by-account'))
  await t.rejects(assume(caller, 'none'), denied('none'))
  const RoleArn = 'x'.repeat(20)
  await t.rejects(assume(caller, 'none', { RoleArn }), { name: 'ValidationError', message: `${RoleArn} is invalid` })
})

t.test('an external id is a condition of the trust policy', async t => {
  await role('outside', { AWS: '000000000000' }, { StringEquals: { 'sts:ExternalId': 'secret' } })
  await t.rejects(assume(root, 'outside'), { name: 'AccessDenied' })
  await t.rejects(assume(root, 'outside', { ExternalId: 'other' }), { name: 'AccessDenied' })
  await t.resolves(assume(root, 'outside', { ExternalId: 'secret' }))
})

t.test('the known claims of a token are condition keys, and its audience is any of several', async t => {
  const Url = 'https://id.example'
  const ClientIDList = ['one', 'two']
  const { OpenIDConnectProviderArn } = await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList }))
  const exp = Math.floor(Date.now() / 1000) + 60
  const claims = { iss: Url, aud: ['zero', 'two'], sub: 's', exp }
  const present = (more: object = {}, rest: object = {}) => {
    const payload = Buffer.from(JSON.stringify({ ...claims, ...more })).toString('base64url')
    const token = { RoleSessionName: 'run', WebIdentityToken: `e30.${payload}.c2ln` }
    return root.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: arn('token'), ...token, ...rest }))
  }
  const trusting = (key: string) =>
    document({
      Effect: 'Allow',
      Principal: { Federated: OpenIDConnectProviderArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`id.example:${key}`]: 'right' } },
    })
  for (const key of ['amr', 'email', 'sub', 'environment', 'job_workflow_ref', 'ref', 'repository_id', 'actor']) {
    aws.account.iam.roles.delete('token')
    await iam.send(new CreateRoleCommand({ RoleName: 'token', AssumeRolePolicyDocument: trusting(key) }))
    if (key === 'actor') await t.rejects(present({ [key]: 'right' }), { name: 'AccessDenied' }, 'AWS has no such key')
    else await t.resolves(present({ [key]: 'right' }), key)
    await t.rejects(present({ [key]: 'wrong' }), { name: 'AccessDenied' }, key)
  }
  aws.account.iam.roles.delete('token')
  await iam.send(new CreateRoleCommand({ RoleName: 'token', AssumeRolePolicyDocument: trusting('ref') }))
  t.match(await present({ ref: 'right' }), { Audience: 'two', Provider: OpenIDConnectProviderArn })
  await t.rejects(present({ ref: 'right', aud: ['zero'] }), { message: 'Incorrect token audience' })
  t.intercept(aws.account, 'now', { value: () => new Date((exp - 1) * 1000) })
  await t.resolves(present({ ref: 'right' }), 'a second before its end')
  t.intercept(aws.account, 'now', { value: () => new Date(exp * 1000) })
  await t.rejects(present({ ref: 'right' }), { name: 'ExpiredTokenException', $metadata: { httpStatusCode: 400 } })
})
