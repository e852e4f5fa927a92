import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'

function setVersioning(client: S3Client, Status: 'Enabled' | 'Suspended') {
  return client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))
}

async function startVersioned(t: Test): Promise<S3Client> {
  const { client } = await startS3(t)
  await setVersioning(client, 'Enabled')
  return client
}

async function put(client: S3Client, Key: string, Body: string): Promise<string> {
  return (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId!
}

async function text(client: S3Client, Key: string, VersionId?: string): Promise<string> {
  return (await client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body!.transformToString()
}

t.test('versioning is off until it is enabled, and cannot be disabled afterwards', async t => {
  const { client } = await startS3(t)
  t.equal((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status, undefined)
  await setVersioning(client, 'Enabled')
  t.equal((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status, 'Enabled')
  await setVersioning(client, 'Suspended')
  t.equal((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status, 'Suspended')
})

t.test('an overwritten object keeps its old version', async t => {
  const client = await startVersioned(t)
  const first = await put(client, 'k', 'one')
  const second = await put(client, 'k', 'two')
  t.not(first, second)
  t.equal(await text(client, 'k'), 'two')
  t.equal(await text(client, 'k', first), 'one')
  const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket }))
  t.match(Versions, [
    { Key: 'k', VersionId: second, IsLatest: true },
    { Key: 'k', VersionId: first, IsLatest: false },
  ])
  await t.rejects(text(client, 'k', 'A'.repeat(32)), { name: 'NoSuchVersion', $metadata: { httpStatusCode: 404 } })
  await t.rejects(text(client, 'k', '?'), { name: 'InvalidArgument' })
})

t.test('a delete covers the object with a marker, and removing the marker uncovers it', async t => {
  const client = await startVersioned(t)
  const versionId = await put(client, 'k', 'one')
  const deleted = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
  t.equal(deleted.DeleteMarker, true)
  await t.rejects(text(client, 'k'), { name: 'NoSuchKey' })
  t.equal((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 0)
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' })).catch(error => error)
  t.match(head.$response.headers, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': deleted.VersionId })
  await t.rejects(text(client, 'k', deleted.VersionId), {
    name: 'MethodNotAllowed',
    $metadata: { httpStatusCode: 405 },
  })
  t.equal(await text(client, 'k', versionId), 'one')
  const undeleted = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: deleted.VersionId }))
  t.match(undeleted, { DeleteMarker: true, VersionId: deleted.VersionId })
  t.equal(await text(client, 'k'), 'one')
})

t.test('while versioning is suspended the null version is replaced and the others are kept', async t => {
  const { client } = await startS3(t)
  t.equal(await put(client, 'k', 'before'), undefined)
  await setVersioning(client, 'Enabled')
  const kept = await put(client, 'k', 'kept')
  t.equal(await text(client, 'k', 'null'), 'before')
  await setVersioning(client, 'Suspended')
  t.equal(await put(client, 'k', 'after'), 'null')
  t.equal(await text(client, 'k', 'null'), 'after')
  t.equal(await text(client, 'k', kept), 'kept')
  const deleted = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
  t.match(deleted, { DeleteMarker: true, VersionId: 'null' })
  const listed = await client.send(new ListObjectVersionsCommand({ Bucket }))
  t.match(listed.Versions, [{ VersionId: kept }])
  t.match(listed.DeleteMarkers, [{ VersionId: 'null', IsLatest: true }])
})

t.test('an old version can be copied to be the newest one', async t => {
  const client = await startVersioned(t)
  const first = await put(client, 'k', 'one')
  await put(client, 'k', 'two')
  const copied = await client.send(
    new CopyObjectCommand({ Bucket, Key: 'k', CopySource: `shelf/k?versionId=${first}` }),
  )
  t.equal(copied.CopySourceVersionId, first)
  t.equal(await text(client, 'k'), 'one')
})

t.test('a versioned bucket is emptied page by page and then deleted', async t => {
  const client = await startVersioned(t)
  for (const key of ['a', 'b', 'c']) {
    await put(client, key, 'one')
    await put(client, key, 'two')
  }
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } }))
  await t.rejects(client.send(new DeleteBucketCommand({ Bucket })), { name: 'BucketNotEmpty' })
  let removed = 0
  let markers: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {}
  while (markers) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket, MaxKeys: 3, ...markers }),
    )
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }))
    const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    t.notOk(Errors)
    removed += Deleted?.length ?? 0
    markers = page.IsTruncated
      ? {
          KeyMarker: page.NextKeyMarker!,
          ...(page.NextVersionIdMarker && { VersionIdMarker: page.NextVersionIdMarker }),
        }
      : undefined
  }
  t.equal(removed, 8, 'six versions and two markers')
  await t.resolves(client.send(new DeleteBucketCommand({ Bucket })))
})
