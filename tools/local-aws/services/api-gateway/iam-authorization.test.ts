import { CreateDeploymentCommand, DeleteGatewayResponseCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { Hash } from '@smithy/core/serde'
import { SignatureV4 } from '@smithy/signature-v4'
import t from 'tap'
import type { Credentials } from '../../iam/identity.ts'
import { sessionOf } from '../../iam/session-fixture.ts'
import { deployedApi } from './api-fixture.ts'

const { aws, client, restApiId, invocations, url } = await deployedApi(t, () => ({ statusCode: 200 }), 'AWS_IAM')
const now = new Date('2026-11-29T12:00:00Z')
aws.account.now = () => now
const address = new URL(`${url}/predict?a=1&a=%C3%A9`)

interface Signing {
  readonly credentials?: Credentials
  readonly signingDate?: Date
  readonly region?: string
  readonly service?: string
  /** The body that is signed; another one than is sent breaks the signature. */
  readonly body?: string
}

class Sha256 extends Hash {
  constructor(secret?: ConstructorParameters<typeof Hash>[1]) {
    super('sha256', secret)
  }
}

function signing({
  credentials = aws.credentials,
  region = aws.region,
  service = 'execute-api',
  body = '{}',
}: Signing) {
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 })
  const { protocol, hostname, host, pathname: path } = address
  const query = { a: address.searchParams.getAll('a') }
  return { signer, request: { method: 'POST', protocol, hostname, path, query, headers: { host }, body } }
}

async function signedHeaders(options: Signing = {}): Promise<Record<string, string>> {
  const { signer, request } = signing(options)
  return (await signer.sign(request, { signingDate: options.signingDate ?? now })).headers
}

async function answered(headers: Record<string, string>, target: URL = address) {
  const response = await fetch(target, { method: 'POST', headers, body: '{}' })
  const type = response.headers.get('x-amzn-errortype')
  return {
    status: response.status,
    type,
    cors: response.headers.get('access-control-allow-origin'),
    text: await response.text(),
  }
}

const called = async (options: Signing) => answered(await signedHeaders(options))

function refusal(type: string, message: string) {
  return { status: 403, type, cors: '*', text: JSON.stringify({ message }) }
}

const mismatch = refusal(
  'InvalidSignatureException',
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
)

t.test('a method with AWS_IAM refuses an unsigned call, and still answers an unsigned preflight', async t => {
  t.same(await answered({}), refusal('MissingAuthenticationTokenException', 'Missing Authentication Token'))
  t.equal((await fetch(address, { method: 'OPTIONS' })).status, 204)
  const bearer = await answered({ authorization: 'Bearer x' })
  const words = "'x' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer x'."
  t.same(bearer, refusal('IncompleteSignatureException', words))
  const { 'x-amz-date': _, ...undated } = await signedHeaders()
  t.equal((await answered(undated)).type, 'IncompleteSignatureException')
  t.equal(invocations.length, 0)
})

t.test(
  'a signed call of the root user reaches the function, which learns who called and not the signature',
  async t => {
    t.match(await called({}), { status: 200 })
    const event = JSON.parse(Buffer.from(invocations.at(-1)!.payload).toString())
    t.match(event.requestContext.identity, {
      accessKey: aws.credentials.accessKeyId,
      accountId: '000000000000',
      caller: '000000000000',
      user: '000000000000',
      userArn: 'arn:aws:iam::000000000000:root',
    })
    t.equal(event.headers.Authorization, undefined)
    t.ok(event.headers['X-Amz-Date'])
  },
)

t.test('a signature by another secret, of another body or of another header does not match', async t => {
  t.same(await called({ credentials: { ...aws.credentials, secretAccessKey: 'another' } }), mismatch)
  t.same(await called({ body: '{"another":1}' }), mismatch)
  const headers = await signedHeaders()
  t.same(await answered({ ...headers, 'x-amz-content-sha256': '0'.repeat(64) }), mismatch)
  t.same(await answered({ ...headers, 'x-amz-date': '20261129T115959Z' }), mismatch)
  const unsent = headers.authorization!.replace('SignedHeaders=', 'SignedHeaders=accept-never;')
  t.same(await answered({ ...headers, authorization: unsent }), mismatch)
  const withoutHost = headers.authorization!.replace('SignedHeaders=host;', 'SignedHeaders=')
  t.match((await answered({ ...headers, authorization: withoutHost })).text, /'Host' or ':authority' must be/)
})

t.test('a signature for another Region, another service or another time is refused by its reason', async t => {
  const invalid = (message: string) => refusal('InvalidSignatureException', message)
  t.same(
    await called({ region: 'eu-west-1', service: 'apigateway' }),
    invalid(
      "Credential should be scoped to a valid region, not 'eu-west-1'. Credential should be scoped to correct service: 'execute-api'. ",
    ),
  )
  const at = (seconds: number) => called({ signingDate: new Date(now.getTime() + seconds * 1000) })
  t.same(
    await at(-301),
    invalid('Signature expired: 20261129T115459Z is now earlier than 20261129T115500Z (20261129T120000Z - 5 min.)'),
  )
  t.same(
    await at(301),
    invalid(
      'Signature not yet current: 20261129T120501Z is still later than 20261129T120500Z (20261129T120000Z + 5 min.)',
    ),
  )
  for (const seconds of [-300, 300]) t.equal((await at(seconds)).status, 200)
})

t.test('an unknown key, a session without its token and an expired session are refused', async t => {
  const session = sessionOf(aws.account, 'short')
  const unknown = refusal('AccessDeniedException', 'The security token included in the request is invalid.')
  t.same(await called({ credentials: { ...session, accessKeyId: 'ASIANOBODY' } }), unknown)
  const { sessionToken: _, ...withoutToken } = session
  t.same(await called({ credentials: withoutToken }), unknown)
  aws.account.now = () => new Date(session.expiration.getTime() + 1)
  t.teardown(() => (aws.account.now = () => now))
  t.same(
    await called({ credentials: session, signingDate: session.expiration }),
    refusal('ExpiredTokenException', 'The security token included in the request is expired'),
  )
})

t.test('a role may call only the paths that execute-api:Invoke allows it', async t => {
  const credentials = sessionOf(aws.account, 'caller')
  const { inlinePolicies } = aws.account.iam.role('caller')
  const allow = (path: string) =>
    inlinePolicies.set('call', {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/${path}`,
        },
      ],
    })
  const message =
    'User: arn:aws:sts::000000000000:assumed-role/caller/test is not authorized to perform: execute-api:Invoke on resource: ' +
    `arn:aws:execute-api:us-east-1:********0000:${restApiId}/prod/POST/predict because no identity-based policy allows the execute-api:Invoke action`
  t.same(await called({ credentials }), refusal('AccessDeniedException', message))
  for (const path of ['prod/POST/ingest', 'test/POST/predict', 'prod/GET/predict']) {
    allow(path)
    t.equal((await called({ credentials })).status, 403, path)
  }
  allow('*/POST/predict')
  t.equal((await called({ credentials })).status, 200)
  const event = JSON.parse(Buffer.from(invocations.at(-1)!.payload).toString())
  t.match(event.requestContext.identity, {
    accessKey: credentials.accessKeyId,
    caller: 'AROAEXAMPLE:test',
    user: 'AROAEXAMPLE:test',
    userArn: 'arn:aws:sts::000000000000:assumed-role/caller/test',
  })
  inlinePolicies.clear()

  await client.send(new DeleteGatewayResponseCommand({ restApiId, responseType: 'DEFAULT_4XX' }))
  const { id: value } = await client.send(new CreateDeploymentCommand({ restApiId }))
  const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value }]
  await client.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }))
  t.same(
    await called({ credentials }),
    { ...refusal('AccessDeniedException', ''), cors: null, text: JSON.stringify({ Message: message }) },
    'without a gateway response of the API, the member has a capital M',
  )
})

t.test('a presigned URL is a valid signature until it expires', async t => {
  const { signer, request } = signing({})
  const presigned = async (expiresIn: number, age: number) => {
    const signingDate = new Date(now.getTime() - age * 1000)
    const { query = {} } = await signer.presign(request, { signingDate, expiresIn })
    const target = new URL(address)
    for (const [name, value] of Object.entries(query)) if (name !== 'a') target.searchParams.set(name, String(value))
    return target
  }
  t.equal((await answered({}, await presigned(3600, 3599))).status, 200)
  t.match((await answered({}, await presigned(60, 61))).text, /Signature expired: 20261129T115859Z/)
  const other = await presigned(60, 0)
  other.searchParams.set('a', '2')
  t.match((await answered({}, other)).text, /does not match/)
  other.searchParams.delete('X-Amz-Expires')
  t.equal((await answered({}, other)).type, 'IncompleteSignatureException')
})
