import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { rawRequest, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'

t.test('an object is returned as it was stored', async t => {
  const { client } = await startS3(t)
  const expires = new Date('2030-01-01T00:00:00Z')
  const put = await client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'a.json',
      Body: '{"a":1}',
      ContentType: 'application/json',
      CacheControl: 'no-store',
      ContentDisposition: 'inline',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
      Expires: expires,
      Metadata: { purpose: 'demo' },
      Tagging: 'colour=red&size=1%202',
    }),
  )
  t.equal(put.ETag, '"bb6cb5c68df4652941caf652a366f2d8"')
  t.equal(put.ServerSideEncryption, 'AES256')
  t.equal(put.VersionId, undefined)
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a.json' }))
  t.equal(await got.Body?.transformToString(), '{"a":1}')
  t.match(got, {
    ContentType: 'application/json',
    CacheControl: 'no-store',
    ContentDisposition: 'inline',
    ContentEncoding: 'identity',
    ContentLanguage: 'en',
    ContentLength: 7,
    ETag: put.ETag,
    Metadata: { purpose: 'demo' },
    AcceptRanges: 'bytes',
    ServerSideEncryption: 'AES256',
    TagCount: 2,
  })
  t.equal(got.ExpiresString, expires.toUTCString())
  const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a.json' }))
  t.same(TagSet, [
    { Key: 'colour', Value: 'red' },
    { Key: 'size', Value: '1 2' },
  ])
  const tagging = { TagSet: [{ Key: 'a', Value: 'b' }] }
  await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'a.json', Tagging: tagging }))
  t.same((await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a.json' }))).TagSet, tagging.TagSet)
})

t.test('the default content type is binary/octet-stream', async t => {
  const { aws } = await startS3(t)
  await rawRequest(aws, 'PUT', '/shelf/plain', {}, 'x')
  const got = await rawRequest(aws, 'GET', '/shelf/plain')
  t.equal(got.headers['content-type'], 'binary/octet-stream')
  t.equal(got.headers['content-length'], '1')
})

t.test('keys with any characters are stored and found', async t => {
  const { client } = await startS3(t)
  const keys = [
    'with space',
    'a+b',
    'ünï/ço∂é/😀',
    'percent%2Fslash',
    'folder/',
    'a//b',
    '/leading',
    '//',
    "it's(1)*&?#=",
    '..',
  ]
  for (const Key of keys) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
    t.equal(await Body?.transformToString(), Key, Key)
  }
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }))
  t.same(new Set(Contents?.map(({ Key }) => Key)), new Set(keys))
})

t.test('an object may be empty', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'models/', Body: '' }))
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'models/' }))
  t.equal(await got.Body?.transformToString(), '')
  t.equal(got.ETag, '"d41d8cd98f00b204e9800998ecf8427e"')
  await t.rejects(client.send(new GetObjectCommand({ Bucket, Key: 'models/', Range: 'bytes=0-0' })), {
    name: 'InvalidRange',
  })
})

t.test('a range is answered with 206, and one outside of the object with 416', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'ten', Body: '0123456789' }))
  const range = async (Range: string) => {
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'ten', Range }))
    return [got.$metadata.httpStatusCode, await got.Body?.transformToString(), got.ContentRange, got.ContentLength]
  }
  t.same(await range('bytes=2-4'), [206, '234', 'bytes 2-4/10', 3])
  t.same(await range('bytes=7-'), [206, '789', 'bytes 7-9/10', 3])
  t.same(await range('bytes=-2'), [206, '89', 'bytes 8-9/10', 2])
  t.same(await range('bytes=5-99'), [206, '56789', 'bytes 5-9/10', 5])
  t.same(await range('bytes=0-1,4-5'), [200, '0123456789', undefined, 10])
  t.same(await range('lines=0-1'), [200, '0123456789', undefined, 10])
  await t.rejects(range('bytes=10-'), { name: 'InvalidRange', $metadata: { httpStatusCode: 416 } })
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'ten', Range: 'bytes=2-4' }))
  t.match(head, { ContentLength: 3, ContentRange: 'bytes 2-4/10', $metadata: { httpStatusCode: 206 } })
})

t.test('a request can override a response header', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ContentType: 'text/plain' }))
  const got = await client.send(
    new GetObjectCommand({ Bucket, Key: 'k', ResponseContentType: 'text/csv', ResponseCacheControl: 'no-cache' }),
  )
  t.match(got, { ContentType: 'text/csv', CacheControl: 'no-cache' })
})

t.test('conditions on reading are checked', async t => {
  const { client } = await startS3(t)
  const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  const get = (conditions: object) => client.send(new GetObjectCommand({ Bucket, Key: 'k', ...conditions }))
  const past = new Date('2020-01-01')
  const future = new Date('2100-01-01')
  await t.resolves(get({ IfMatch: ETag }))
  await t.rejects(get({ IfMatch: '"other"' }), { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } })
  const statusOf = async (conditions: object) => (await get(conditions).catch(error => error)).$metadata.httpStatusCode
  t.equal(await statusOf({ IfNoneMatch: ETag }), 304)
  await t.resolves(get({ IfNoneMatch: '"other"', IfModifiedSince: future }), 'an ETag takes precedence over a date')
  const { LastModified } = await get({})
  t.equal(await statusOf({ IfModifiedSince: LastModified }), 304)
  t.equal(await statusOf({ IfModifiedSince: future }), 200, 'a future time is no condition')
  await t.resolves(get({ IfModifiedSince: past }))
  await t.rejects(get({ IfUnmodifiedSince: past }), { name: 'PreconditionFailed' })
  await t.resolves(get({ IfMatch: ETag, IfUnmodifiedSince: past }), 'an ETag takes precedence over a date')
})

t.test('a conditional write creates only a new object, and replaces only with the right ETag', async t => {
  const { client } = await startS3(t)
  const put = (conditions: object) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...conditions }))
  await t.rejects(put({ IfMatch: '"x"' }), { name: 'NoSuchKey' })
  const both = await Promise.allSettled([put({ IfNoneMatch: '*' }), put({ IfNoneMatch: '*' })])
  t.equal(both.filter(({ status }) => status === 'fulfilled').length, 1, 'of two simultaneous writes one succeeds')
  await t.rejects(put({ IfNoneMatch: '*' }), { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } })
  await t.rejects(put({ IfMatch: '"x"' }), { name: 'PreconditionFailed' })
  const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }))
  await t.resolves(put({ IfMatch: ETag }))
})

t.test('the errors for missing buckets, keys and versions have the codes of S3', async t => {
  const { client } = await startS3(t)
  await t.rejects(client.send(new GetObjectCommand({ Bucket, Key: 'none' })), {
    name: 'NoSuchKey',
    message: 'The specified key does not exist.',
    Key: 'none',
    $metadata: { httpStatusCode: 404 },
  })
  await t.rejects(client.send(new GetObjectCommand({ Bucket: 'nobodys', Key: 'k' })), {
    name: 'NoSuchBucket',
    BucketName: 'nobodys',
    $metadata: { httpStatusCode: 404 },
  })
  await t.rejects(client.send(new HeadObjectCommand({ Bucket, Key: 'none' })), {
    name: 'NotFound',
    $metadata: { httpStatusCode: 404 },
  })
  await t.resolves(client.send(new DeleteObjectCommand({ Bucket, Key: 'none' })), 'deleting a missing key succeeds')
})

t.test('an error to HEAD has no body', async t => {
  const { aws } = await startS3(t)
  const answer = await rawRequest(aws, 'HEAD', '/shelf/none')
  t.match(answer, { statusCode: 404, body: '' })
})

t.test('a copy has its source’s bytes, headers, metadata and tags, unless the request replaces them', async t => {
  const { client } = await startS3(t)
  const source = { Bucket, Key: 'ä b+c', Body: 'text', ContentType: 'text/plain', Metadata: { a: '1' }, Tagging: 'x=y' }
  await client.send(new PutObjectCommand(source))
  const CopySource = `shelf/${encodeURIComponent(source.Key)}`
  const copied = await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }))
  t.equal(copied.CopyObjectResult?.ETag, '"1cb251ec0d568de6a929b520c4aed8d1"')
  await client.send(new DeleteObjectCommand({ Bucket, Key: source.Key }))
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'copy' }))
  t.equal(await got.Body?.transformToString(), 'text', 'the bytes outlive their source')
  t.match(got, { ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1 })
  await t.rejects(client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'shelf/copy' })), {
    name: 'InvalidRequest',
  })
  const replaced = { Bucket, Key: 'copy', CopySource: 'shelf/copy', MetadataDirective: 'REPLACE' as const }
  await client.send(new CopyObjectCommand({ ...replaced, ContentType: 'text/csv', Metadata: { b: '2' } }))
  const again = await client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))
  t.match(again, { ContentType: 'text/csv', ContentLength: 4 })
  t.same(again.Metadata, { b: '2' })
  await t.rejects(client.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: 'shelf/none' })), {
    name: 'NoSuchKey',
  })
  const conditional = { Bucket, Key: 'c', CopySource: 'shelf/copy', CopySourceIfMatch: '"other"' }
  await t.rejects(client.send(new CopyObjectCommand(conditional)), { name: 'PreconditionFailed' })
})

t.test('invalid requests about an object are refused', async t => {
  const { aws, client } = await startS3(t)
  const put = (members: object) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...members }))
  await t.rejects(put({ Key: 'k'.repeat(1025) }), { name: 'KeyTooLongError' })
  await t.rejects(put({ Metadata: { long: 'x'.repeat(2049) } }), { name: 'MetadataTooLarge' })
  await t.rejects(put({ ACL: 'public-read' }), { name: 'AccessControlListNotSupported' })
  await t.resolves(put({ ACL: 'bucket-owner-full-control' }))
  await t.rejects(put({ Tagging: Array.from({ length: 11 }, (_, n) => `k${n}=v`).join('&') }), { name: 'BadRequest' })
  await t.rejects(put({ StorageClass: 'NONE' }), { name: 'InvalidStorageClass' })
  await t.rejects(put({ ExpectedBucketOwner: '111122223333' }), { name: 'AccessDenied' })
  const tooLarge = { 'content-length': String(5 * 1024 ** 3 + 1), expect: '100-continue' }
  t.match(await rawRequest(aws, 'PUT', '/shelf/k', tooLarge).catch(error => error), { body: /EntityTooLarge/ })
})

t.test('features that the local S3 lacks are refused by name', async t => {
  const { client } = await startS3(t)
  const put = (members: object) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...members }))
  await t.rejects(put({ ServerSideEncryption: 'aws:kms' }), { name: 'NotImplemented', message: /KMS/ })
  await t.rejects(put({ ObjectLockLegalHoldStatus: 'ON' }), { message: /ObjectLockLegalHoldStatus/ })
  await t.rejects(put({ StorageClass: 'GLACIER' }), { message: /GLACIER/ })
})
