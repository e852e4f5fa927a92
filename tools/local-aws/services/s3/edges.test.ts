import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { clientOfRole, rawRequest, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'

t.test('an empty range is not satisfiable, and a range that ends before it begins is ignored', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'ten', Body: '0123456789' }))
  const range = async (Range: string) => {
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'ten', Range }))
    return [got.$metadata.httpStatusCode, await got.Body?.transformToString(), got.ContentRange]
  }
  await t.rejects(range('bytes=-0'), { name: 'InvalidRange' })
  t.same(await range('bytes=5-2'), [200, '0123456789', undefined])
  t.same(await range('bytes=-'), [200, '0123456789', undefined])
  t.same(await range('bytes=-99'), [206, '0123456789', 'bytes 0-9/10'])
  t.same(await range('bytes=9-9'), [206, '9', 'bytes 9-9/10'])
})

t.test('an object may have up to 2048 bytes of metadata and 1024 of key', async t => {
  const { client } = await startS3(t)
  const put = (members: object) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...members }))
  await t.resolves(put({ Metadata: { name: 'x'.repeat(2044) } }))
  await t.rejects(put({ Metadata: { name: 'x'.repeat(2045) } }), { name: 'MetadataTooLarge' })
  await t.resolves(put({ Key: 'k'.repeat(1024) }))
  await t.rejects(put({ Key: 'é'.repeat(513) }), { name: 'KeyTooLongError' })
})

t.test('the storage class is returned unless it is the standard one, and tags only if there are any', async t => {
  const { aws, client } = await startS3(t)
  const put = (members: object = {}) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...members }))
  await put()
  const plain = await rawRequest(aws, 'HEAD', '/shelf/k')
  t.notOk('x-amz-storage-class' in plain.headers)
  t.notOk('x-amz-tagging-count' in plain.headers)
  await put({ StorageClass: 'STANDARD_IA', Tagging: 'a=b' })
  t.match(await client.send(new HeadObjectCommand({ Bucket, Key: 'k' })), { StorageClass: 'STANDARD_IA' })
  const copy = { Bucket, Key: 'copy', CopySource: 'shelf/k' }
  await client.send(new CopyObjectCommand({ ...copy, Tagging: 'c=d', TaggingDirective: 'REPLACE' }))
  t.equal((await client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))).StorageClass, undefined)
  const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'copy' }))
  t.same(TagSet, [{ Key: 'c', Value: 'd' }])
})

t.test('up to a thousand keys are deleted at once, quietly on request, and only with a digest', async t => {
  const { aws, client } = await startS3(t)
  const remove = (count: number, Quiet = false) => {
    const Objects = Array.from({ length: count }, (_, index) => ({ Key: `k${index}` }))
    return client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet } }))
  }
  t.equal((await remove(1000)).Deleted!.length, 1000)
  t.equal((await remove(1, true)).Deleted, undefined)
  for (const count of [0, 1001]) await t.rejects(remove(count), { name: 'MalformedXML' }, `${count} keys`)
  const body = '<Delete><Object><Key>k</Key></Object></Delete>'
  const answer = await rawRequest(aws, 'POST', '/shelf?delete', { 'content-type': 'application/xml' }, body)
  t.match(answer, { statusCode: 400, body: /InvalidRequest.*Content-MD5/s })
})

t.test('a key with a condition that is not built is not deleted, but the others are', async t => {
  const { client } = await startS3(t)
  const conditions = { ETag: '"other"', LastModifiedTime: new Date(0), Size: 2 }
  const keys = [...Object.keys(conditions), 'none']
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  const Objects = Object.entries(conditions).map(([Key, value]) => ({ Key, [Key]: value }))
  const answer = await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [...Objects, { Key: 'none' }] } }),
  )
  t.match(answer, {
    Deleted: [{ Key: 'none' }],
    Errors: Objects.map(({ Key }) => ({ Key, Code: 'NotImplemented', Message: new RegExp(`the member ${Key} of`) })),
  })
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }))
  t.same(
    Contents!.map(({ Key }) => Key),
    Object.keys(conditions),
  )
})

t.test('reading, deleting and listing a version need other permissions than for its object', async t => {
  const { aws, client } = await startS3(t)
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  const Resource = ['arn:aws:s3:::shelf', 'arn:aws:s3:::shelf/*']
  const Action = ['s3:GetObject', 's3:DeleteObject', 's3:ListBucket', 's3:PutObject']
  const objects = clientOfRole(t, aws, { Effect: 'Allow', Action, Resource })
  const versions = clientOfRole(t, aws, { Effect: 'Allow', Action: 's3:GetObjectVersion', Resource })
  const denied = { name: 'AccessDenied' }
  await t.resolves(objects.send(new GetObjectCommand({ Bucket, Key: 'k' })))
  await t.rejects(objects.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId })), denied)
  await t.rejects(objects.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId })), denied)
  const Delete = { Objects: [{ Key: 'k', VersionId }] }
  t.match((await objects.send(new DeleteObjectsCommand({ Bucket, Delete }))).Errors, [{ Code: 'AccessDenied' }])
  await t.resolves(versions.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId })))
  const missing = new GetObjectCommand({ Bucket, Key: 'k', VersionId: 'A'.repeat(32) })
  await t.rejects(
    versions.send(missing),
    denied,
    'a caller that may not list versions does not learn that one is missing',
  )
})

t.test('a condition may name the owner of the bucket', async t => {
  const { aws, client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  const get = (account: string) => {
    const Condition = { StringEquals: { 's3:ResourceAccount': account } }
    const reader = clientOfRole(t, aws, { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition })
    return reader.send(new GetObjectCommand({ Bucket, Key: 'k' }))
  }
  await t.resolves(get(aws.accountId))
  await t.rejects(get('111122223333'), { name: 'AccessDenied' })
})

t.test('the next page of a listing begins after its token, whatever its first page began with', async t => {
  const { client } = await startS3(t)
  for (const Key of ['a', 'b', 'c', 'd']) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  const list = (input: object) => client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1, ...input }))
  const first = await list({ StartAfter: 'a' })
  t.match(first.Contents, [{ Key: 'b' }])
  const second = await list({ StartAfter: 'a', ContinuationToken: first.NextContinuationToken })
  t.match(second.Contents, [{ Key: 'c' }])
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'b' }))
  t.match(
    (await list({ MaxKeys: 9 })).Contents?.map(({ Key }) => Key),
    ['a', 'c', 'd'],
  )
  const versions = (input: object) => client.send(new ListObjectVersionsCommand({ Bucket, ...input }))
  await t.rejects(versions({ VersionIdMarker: 'null' }), { name: 'InvalidArgument' })
  t.match((await versions({ KeyMarker: 'a', VersionIdMarker: 'null' })).Versions, [{ Key: 'c' }, { Key: 'd' }])
})

t.test('a policy covers its own bucket, has a size limit, and is public if it allows everybody', async t => {
  const { client } = await startS3(t)
  await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }))
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shelf/*' }
  const put = (change: object) => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { ...statement, ...change } })
    return client.send(new PutBucketPolicyCommand({ Bucket, Policy }))
  }
  const malformed = { name: 'MalformedPolicy' }
  await t.rejects(put({ Resource: 'arn:aws:s3:::shelf-other/*' }), malformed)
  await t.rejects(put({ Resource: [] }), malformed)
  await t.rejects(put({ Sid: 'x'.repeat(20 * 1024) }), { name: 'PolicyTooLarge' })
  const isPublic = async (change: object) => {
    await put(change)
    return (await client.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic
  }
  t.equal(await isPublic({ Resource: 'arn:aws:s3:::shelf*' }), true)
  t.equal(await isPublic({ Condition: { StringEquals: { 's3:ResourceAccount': '1' } } }), false)
  const { Principal: _, ...nobody } = statement
  const NotPrincipal = { AWS: '111122223333' }
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { ...nobody, NotPrincipal } })
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }))
  t.equal((await client.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic, true)
  t.equal(await isPublic({ Effect: 'Deny' }), false)
})

t.test('a bucket has a name of three to 63 characters, and the ownership of its creation', async t => {
  const { client } = await startS3(t)
  const make = (name: string) => client.send(new CreateBucketCommand({ Bucket: name, ObjectOwnership: 'ObjectWriter' }))
  for (const length of [2, 64]) await t.rejects(make('a'.repeat(length)), { name: 'InvalidBucketName' }, `${length}`)
  for (const length of [3, 63]) await t.resolves(make('a'.repeat(length)), `${length}`)
  const { OwnershipControls } = await client.send(new GetBucketOwnershipControlsCommand({ Bucket: 'aaa' }))
  t.same(OwnershipControls?.Rules, [{ ObjectOwnership: 'ObjectWriter' }])
})

t.test('deleted, overwritten and incomplete uploads leave no bytes', async t => {
  const { aws, client } = await startS3(t)
  const files = async () => {
    const entries = await readdir(join(aws.account.settings.dataDir, 's3'), { recursive: true, withFileTypes: true })
    return entries.filter(entry => entry.isFile()).length
  }
  for (const Body of ['one', 'two']) await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body }))
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
  await client.send(new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: 'part' }))
  t.equal(await files(), 2)
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
  await client.send(new DeleteBucketCommand({ Bucket }))
  for (const deadline = Date.now() + 30_000; (await files()) > 0 && Date.now() < deadline;);
  t.equal(await files(), 0)
})
