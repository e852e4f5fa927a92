import t from 'tap'
import { proxyEvent } from './proxy-event.ts'

const now = new Date('2026-01-02T03:04:05.678Z')
const account = { id: '000000000000', now: () => now } as never

function eventOf(more: Record<string, any> = {}) {
  const { headers = {}, query = '', body = '', variables = {}, pathParameters = {}, types, caller, httpMethod } = more
  return proxyEvent(account, {
    api: { id: 'api1234567', description: { binaryMediaTypes: types } },
    stage: { stageName: 'prod', deploymentId: 'dep123', variables },
    address: { path: '/a/b%20c', domainName: 'host.example' },
    match: { resource: { id: 'res123', path: '/a/{id}' }, pathParameters },
    method: {},
    http: { method: httpMethod ?? 'POST', headers, query: new URLSearchParams(query) },
    body: Buffer.from(body),
    caller,
  } as never)
}

t.test('an event without a query, a body, variables and a caller has null for them', t => {
  const { event, requestId } = eventOf()
  t.match(requestId, /^[0-9a-f-]{36}$/)
  const { extendedRequestId } = event.requestContext
  t.match(extendedRequestId, /^[0-9a-z]{15}$/)
  t.same(event, {
    resource: '/a/{id}',
    path: '/a/b%20c',
    httpMethod: 'POST',
    headers: {},
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      resourceId: 'res123',
      resourcePath: '/a/{id}',
      httpMethod: 'POST',
      extendedRequestId,
      requestTime: 'Fri, 02 Jan 2026 03:04:05 GMT',
      requestTimeEpoch: now.getTime(),
      path: '/prod/a/b%20c',
      accountId: '000000000000',
      protocol: 'HTTP/1.1',
      stage: 'prod',
      deploymentId: 'dep123',
      domainPrefix: 'api1234567',
      domainName: 'host.example',
      requestId,
      apiId: 'api1234567',
      authorizer: null,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '127.0.0.1',
        user: null,
        userAgent: null,
        userArn: null,
      },
    },
    body: null,
    isBase64Encoded: false,
  })
  t.end()
})

t.test('an event has the query, the headers, the body and the caller of its request', t => {
  const caller = { accessKeyId: 'AKIA', accountId: '1', userId: 'u', arn: 'arn' }
  const headers = { 'content-type': 'image/png; x', 'user-agent': 'me', authorization: 'Bearer x' }
  const more = { headers, query: 'a=1&a=2&b=', body: 'é', variables: { v: '1' }, pathParameters: { id: 'b' } }
  const { event } = eventOf(more)
  t.match(event, {
    headers: { 'Content-Type': 'image/png; x', 'User-Agent': 'me', Authorization: 'Bearer x' },
    multiValueHeaders: { 'User-Agent': ['me'] },
    queryStringParameters: { a: '2', b: '' },
    multiValueQueryStringParameters: { a: ['1', '2'], b: [''] },
    pathParameters: { id: 'b' },
    stageVariables: { v: '1' },
    requestContext: { identity: { userAgent: 'me' } },
    body: 'é',
    isBase64Encoded: false,
  })
  const { identity } = eventOf({ caller }).event.requestContext
  t.match(identity, { accessKey: 'AKIA', accountId: '1', caller: 'u', user: 'u', userArn: 'arn' })
  t.notOk('Authorization' in eventOf({ headers, caller }).event.headers, 'the method asked for the signature')
  const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=x' }
  t.notOk('Authorization' in eventOf({ headers: signed }).event.headers)
  t.end()
})

t.test('a body of a binary media type is in Base64', t => {
  const sent = (type: string | undefined, ...types: string[]) => {
    const { event } = eventOf({ headers: type ? { 'content-type': type } : {}, body: 'é', types })
    return event.isBase64Encoded && event.body === Buffer.from('é').toString('base64')
  }
  for (const [type, ...types] of [
    ['image/png', 'image/png'],
    ['image/png; a=b', 'text/plain', 'image/png'],
    ['image/png', 'image/*'],
    ['image/png', '*/*'],
    [undefined, '*/*'],
  ])
    t.equal(sent(type, ...(types as string[])), true, `${type} of ${types}`)
  for (const [type, ...types] of [
    ['image/png', 'image/jpeg'],
    ['imagery/png', 'image/*'],
    ['image/png', 'image'],
    ['a/b'],
  ])
    t.equal(sent(type, ...types), false, `${type} of ${types}`)
  t.end()
})
