import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const iam = new IAMClient(aws)
// Without credentials: the token identifies the caller.
const sts = new STSClient({ endpoint: aws.endpoint, region: aws.region })

const claims = { iss: 'https://id.example', aud: 'sts.amazonaws.com', sub: 'me', exp: Date.now() / 1000 + 600 }
const { OpenIDConnectProviderArn } = await iam.send(
  new CreateOpenIDConnectProviderCommand({ Url: 'https://id.example', ClientIDList: ['sts.amazonaws.com'] }),
)
const trust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: OpenIDConnectProviderArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'id.example:sub': 'me' } },
    },
  ],
}
const { Role } = await iam.send(
  new CreateRoleCommand({ RoleName: 'federated', AssumeRolePolicyDocument: JSON.stringify(trust) }),
)

function assume(changed: object = {}, RoleArn = Role!.Arn) {
  const payload = Buffer.from(JSON.stringify({ ...claims, ...changed })).toString('base64url')
  return present(`e30.${payload}.c2ln`, RoleArn)
}

function present(WebIdentityToken: string, RoleArn = Role!.Arn) {
  return sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'run', WebIdentityToken }))
}

t.test('a token that the trust policy allows gets a session with exactly the permissions of the role', async t => {
  const { Credentials, AssumedRoleUser, Audience, Provider, SubjectFromWebIdentityToken } = await assume()
  t.equal(AssumedRoleUser!.Arn, 'arn:aws:sts::000000000000:assumed-role/federated/run')
  t.same([Audience, Provider, SubjectFromWebIdentityToken], ['sts.amazonaws.com', OpenIDConnectProviderArn, 'me'])
  const session = new IAMClient({
    ...aws,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  })
  await t.rejects(session.send(new ListRolesCommand({})), { name: 'AccessDenied' })
  const mayList = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:ListRoles', Resource: '*' }],
  }
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'federated', PolicyName: 'list', PolicyDocument: JSON.stringify(mayList) }),
  )
  t.equal((await session.send(new ListRolesCommand({}))).Roles!.length, 1)
  t.same(
    aws.account.iam.actions.of(Role!.Arn!).map(({ action, allowed }) => [action, allowed]),
    [
      ['iam:ListRoles', false],
      ['iam:ListRoles', true],
    ],
    'the questions of the role are recorded, with the answers',
  )
})

t.test('an invalid token is refused in the words of STS', async t => {
  const forbidden = {
    name: 'AccessDenied',
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    $metadata: { httpStatusCode: 403 },
  }
  await t.rejects(assume({ sub: 'somebody else' }), forbidden)
  await t.rejects(assume({}, 'arn:aws:iam::000000000000:role/none'), forbidden)
  await t.rejects(assume({ aud: 'other' }), {
    name: 'InvalidIdentityTokenException',
    message: 'Incorrect token audience',
    $metadata: { httpStatusCode: 400 },
  })
  await t.rejects(assume({ iss: 'https://elsewhere.example' }), {
    name: 'InvalidIdentityTokenException',
    message: 'No OpenIDConnect provider found in your account for https://elsewhere.example',
  })
  await t.rejects(assume({ exp: 1 }), { name: 'ExpiredTokenException', message: /^Token expired/ })
  for (const token of ['nonsense', 'a.b.c', 'e30.e30.x']) {
    await t.rejects(present(token), { name: 'InvalidIdentityTokenException', message: /not a valid JWT/ })
  }
})

t.test('no other operation works without a signature', async t => {
  const answer = await fetch(aws.endpoint, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' }),
  })
  t.equal(answer.status, 403)
  t.match(await answer.text(), /MissingAuthenticationToken/)
})

t.test('an account has one provider for each URL, and lists it', async t => {
  const again = iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://id.example' }))
  await t.rejects(again, {
    name: 'EntityAlreadyExistsException',
    message: 'Provider with url https://id.example already exists.',
  })
  await t.rejects(iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'http://id.example' })), {
    message: 'Invalid Open ID Connect Provider URL',
  })
  const described = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))
  t.match(described, { Url: 'id.example', ClientIDList: ['sts.amazonaws.com'], ThumbprintList: [] })

  await iam.send(
    new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'sts.amazonaws.com' }),
  )
  await t.rejects(assume(), { message: 'Incorrect token audience' })
  await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))
  t.same((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList, [])
  await t.rejects(iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })), {
    name: 'NoSuchEntityException',
  })
})
