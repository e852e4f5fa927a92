import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import t from 'tap'
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

t.test('the query of a listing is not read as a key', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'a+b c', Body: '' }))
  t.equal((await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'a+b c' }))).KeyCount, 1)
})
