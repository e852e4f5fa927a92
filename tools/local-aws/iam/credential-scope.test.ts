import { Readable } from 'node:stream'
import t from 'tap'
import type { AwsRequest } from '../protocols/exchange.ts'
import { credentialScope, unsigned } from './authenticate.ts'

function request(headers: Record<string, string>, query = ''): AwsRequest {
  return { method: 'GET', path: '/', query: new URLSearchParams(query), headers, body: Readable.from([]) }
}

t.test('a credential scope has a key, a Region and a service, or is invalid', t => {
  const scope = (credential: string) =>
    credentialScope(request({ authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host` }))
  t.same(scope('KEY/20260101/us-east-1/s3/aws4_request'), {
    accessKeyId: 'KEY',
    region: 'us-east-1',
    signingName: 's3',
  })
  for (const part of ['/20260101/us-east-1/s3/', 'KEY/20260101//s3/', 'KEY/20260101/us-east-1//', 'KEY', 'KEY/x/y']) {
    t.equal(scope(part), undefined, part)
  }
  t.equal(credentialScope(request({})), undefined)
  t.end()
})

t.test('a presigned request has its credential scope and the token of its session in its query', t => {
  const query = new URLSearchParams({
    'X-Amz-Credential': 'KEY/20260101/us-east-1/s3/aws4_request',
    'X-Amz-Security-Token': 'token',
  })
  const expected = { accessKeyId: 'KEY', region: 'us-east-1', signingName: 's3' }
  t.same(credentialScope(request({}, String(query))), { ...expected, sessionToken: 'token' })
  query.delete('X-Amz-Security-Token')
  t.same(credentialScope(request({}, String(query))), expected)
  t.end()
})

t.test('a signature of version 2 gets an error of its own', t => {
  const denied = { code: 'AccessDenied', message: 'Access Denied', statusCode: 403 }
  t.match(unsigned(request({})), denied)
  t.match(unsigned(request({ authorization: 'Bearer AWS x' })), denied)
  const versionTwo = { code: 'InvalidRequest', message: /not supported\. Please use AWS4-HMAC-SHA256\.$/ }
  t.match(unsigned(request({ authorization: 'AWS KEY:signature' })), versionTwo)
  t.match(unsigned(request({}, 'AWSAccessKeyId=KEY')), versionTwo)
  t.end()
})
