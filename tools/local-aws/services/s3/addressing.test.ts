import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import t from 'tap'
import type { LocalAws } from '../../server.ts'
import { rawRequest, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'

t.test('a bucket can be named in the host as well as in the path', async t => {
  const { aws, client } = await startS3(t)
  const hosts = [
    'shelf.s3.us-east-1.amazonaws.com',
    'shelf.s3.amazonaws.com',
    'shelf.s3-us-west-2.amazonaws.com',
    'shelf.s3.dualstack.us-east-1.amazonaws.com',
    'shelf.localhost:4566',
  ]
  for (const host of hosts) {
    t.match(await rawRequest(aws, 'PUT', '/a%20b//c', { host }, host), { statusCode: 200 }, host)
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a b//c' }))
    t.equal(await Body?.transformToString(), host)
    t.match(await rawRequest(aws, 'GET', '/?list-type=2', { host }), { body: '<Name>shelf</Name>' })
  }
  const byPath = await rawRequest(aws, 'GET', '/shelf/a%20b//c', { host: 's3.us-east-1.amazonaws.com' })
  t.match(byPath, { statusCode: 200, body: 'shelf.localhost:4566' })
})

t.test('the service, a bucket and a key are distinguished', async t => {
  const { aws } = await startS3(t)
  t.match(await rawRequest(aws, 'GET', '/'), { body: /<ListAllMyBucketsResult/ })
  t.match(await rawRequest(aws, 'GET', '/shelf'), { body: /<ListBucketResult.*<Marker/s })
  t.match(await rawRequest(aws, 'GET', '/shelf/'), { body: /<ListBucketResult/ })
  t.match(await rawRequest(aws, 'GET', '/shelf/%2F'), { body: /NoSuchKey/ })
  t.match(await rawRequest(aws, 'GET', '/shelf/%zz'), { statusCode: 400, body: /InvalidURI/ })
  t.match(await rawRequest(aws, 'GET', '/shelf?location'), {
    body: '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>',
  })
})

t.test('an unsigned request, or one with an old signature version, is refused', async t => {
  const { aws } = await startS3(t)
  t.match(await rawRequest(aws, 'GET', '/shelf', { authorization: '' }), { statusCode: 403, body: /AccessDenied/ })
  const versionTwo = `/shelf?AWSAccessKeyId=${aws.credentials.accessKeyId}&Signature=x&Expires=4000000000`
  const old = await rawRequest(aws, 'GET', versionTwo, { authorization: '' })
  t.match(old, { statusCode: 400, body: /Please use AWS4-HMAC-SHA256/ })
})

t.test('a presigned URL works until it expires, with its signed headers', async t => {
  const { aws, client } = await startS3(t)
  const put = await presigned(aws, 'PUT', '/shelf/k', new Date(), {
    'x-amz-meta-a': '1',
    'x-amz-checksum-crc32': 'AAAAAA==',
  })
  t.match(await put('not what was signed'), { statusCode: 400, body: /BadDigest/ })
  t.match(await put(''), { statusCode: 200 })
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
  t.same(got.Metadata, { a: '1' })
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'text' }))
  t.match(await (await presigned(aws, 'GET', '/shelf/k', new Date()))(''), { statusCode: 200, body: 'text' })
  const late = await presigned(aws, 'GET', '/shelf/k', new Date(Date.now() - 3600_000))
  t.match(await late(''), { statusCode: 403, body: /Request has expired/ })
})

t.test('the query of a listing is not read as a key', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'a+b c', Body: '' }))
  t.equal((await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'a+b c' }))).KeyCount, 1)
})

async function presigned(
  aws: LocalAws,
  method: string,
  path: string,
  signed: Date,
  members: Record<string, string> = {},
) {
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${aws.credentials.accessKeyId}/20260101/us-east-1/s3/aws4_request`,
    'X-Amz-Date': signed.toISOString().replace(/[-:]|\.\d+/g, ''),
    'X-Amz-Expires': '900',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0'.repeat(64),
    ...members,
  })
  return (body: string) => rawRequest(aws, method, `${path}?${query}`, { authorization: '' }, body)
}
