import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { within } from '../../../testing/eventually.ts'
import { startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'
// The SDK has no name for this error.
const notModified = { name: /./, $metadata: { httpStatusCode: 304 } }
const failed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } }
const at = { Bucket, Key: 'k' }

async function start(t: Test) {
  const { aws, client } = await startS3(t)
  const put = (conditions: object = {}) => client.send(new PutObjectCommand({ ...at, Body: 'x', ...conditions }))
  const get = (conditions: object = {}) => client.send(new GetObjectCommand({ ...at, ...conditions }))
  const remove = (conditions: object = {}) => client.send(new DeleteObjectCommand({ ...at, ...conditions }))
  return { aws, client, put, get, remove }
}

async function startVersioned(t: Test) {
  const world = await start(t)
  const VersioningConfiguration = { Status: 'Enabled' as const }
  await world.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
  return world
}

t.test('a key behind a delete marker counts as missing: it can be created, but not replaced', async t => {
  const { put, get, remove } = await startVersioned(t)
  const { ETag } = await put()
  await t.rejects(put({ IfNoneMatch: '*' }), failed)
  await remove()
  await t.rejects(put({ IfMatch: ETag }), { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } })
  await t.resolves(put({ IfNoneMatch: '*' }))
  await t.resolves(get())
})

t.test('a write may require that no object exists, or one with this ETag, and nothing else', async t => {
  const { client, put, remove } = await start(t)
  await put()
  const copy = (conditions: object) =>
    client.send(
      new CopyObjectCommand({ Bucket, Key: 'k', CopySource: 'shelf/k', MetadataDirective: 'REPLACE', ...conditions }),
    )
  for (const write of [put, copy])
    for (const conditions of [{ IfNoneMatch: '"x"' }, { IfMatch: '*' }])
      await t.rejects(write(conditions), { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
  await t.resolves(remove({ IfMatch: '*' }), 'a delete may require that there is an object')
})

t.test('a conditional delete removes only the named object', async t => {
  const { put, get, remove } = await start(t)
  const { ETag } = await put()
  await t.rejects(remove({ IfMatch: '"other"' }), failed)
  await t.resolves(get())
  await remove({ IfMatch: ETag })
  await t.rejects(get(), { name: 'NoSuchKey' })
  await t.resolves(remove({ IfMatch: ETag }), 'deleting a missing object succeeds')
})

t.test('a conditional delete of a versioned object adds a marker only to the named object', async t => {
  const { put, get, remove } = await startVersioned(t)
  const { ETag } = await put()
  await t.rejects(remove({ IfMatch: '"other"' }), failed)
  await t.resolves(get())
  t.equal((await remove({ IfMatch: ETag })).DeleteMarker, true)
})

t.test('an ETag matches with or without quotation marks, in a list, as a weak one, and by a star', async t => {
  const { put, get } = await start(t)
  const ETag = (await put()).ETag!
  for (const IfMatch of [ETag, ETag.replaceAll('"', ''), `"other", ${ETag}`, `W/${ETag}`, '*']) {
    await t.resolves(get({ IfMatch }), IfMatch)
    await t.rejects(get({ IfNoneMatch: IfMatch }), notModified, IfMatch)
  }
  await t.rejects(get({ IfMatch: '"other", "another"' }), failed)
})

t.test('an object counts as unmodified in the very second of its writing', async t => {
  const { client, put, get } = await start(t)
  await put()
  const { LastModified, ETag } = await client.send(new HeadObjectCommand(at))
  const earlier = new Date(LastModified!.getTime() - 1000)
  await t.resolves(get({ IfUnmodifiedSince: LastModified }))
  await t.rejects(get({ IfUnmodifiedSince: earlier }), failed)
  await t.resolves(get({ IfModifiedSince: earlier }))
  const unchanged = await get({ IfModifiedSince: LastModified }).catch(error => error)
  t.match(unchanged, notModified)
  t.match(unchanged.$response.headers, { etag: ETag, 'last-modified': LastModified!.toUTCString() })
  await t.rejects(get({ IfMatch: ETag, IfNoneMatch: ETag }), notModified, 'both conditions must hold')
})

t.test('a copy fails if a condition on its source fails, even if a read would be 304', async t => {
  const { client, put } = await start(t)
  const { ETag } = await put()
  const { LastModified } = await client.send(new HeadObjectCommand(at))
  const copy = (conditions: object) =>
    client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'shelf/k', ...conditions }))
  await t.rejects(copy({ CopySourceIfMatch: '"other"' }), failed)
  await t.rejects(copy({ CopySourceIfNoneMatch: ETag }), failed)
  await t.rejects(copy({ CopySourceIfModifiedSince: LastModified }), failed)
  await t.rejects(copy({ CopySourceIfUnmodifiedSince: new Date(0) }), failed)
  await t.rejects(client.send(new HeadObjectCommand({ Bucket, Key: 'copy' })), { name: 'NotFound' })
  await t.resolves(copy({ CopySourceIfMatch: ETag, CopySourceIfNoneMatch: '"other"' }))
  await t.rejects(copy({ IfNoneMatch: '*' }), failed, 'the copy exists now')
})

t.test('an upload in parts whose condition no longer holds can be completed without it', async t => {
  const { client, put, get } = await start(t)
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at))
  const part = { ...at, UploadId, PartNumber: 1 }
  const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: 'in parts' }))
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
  const complete = (conditions: object = {}) =>
    client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload, ...conditions }))
  await put()
  await t.rejects(complete({ IfNoneMatch: '*' }), failed)
  t.equal(await (await get()).Body!.transformToString(), 'x')
  await complete()
  t.equal(await (await get()).Body!.transformToString(), 'in parts')
})

t.test('an upload in parts whose object was replaced or deleted meanwhile is a conflict', async t => {
  const { client, put, get, remove } = await start(t)
  const conflict = { name: 'ConditionalRequestConflict', $metadata: { httpStatusCode: 409 } }
  const begin = async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at))
    const part = new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'in parts' })
    const { ETag } = await client.send(part)
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    return (conditions: object) =>
      client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload, ...conditions }))
  }
  const { ETag: IfMatch } = await put()
  const overwritten = await begin()
  await put()
  await t.rejects(
    overwritten({ IfMatch }),
    { ...conflict, Condition: 'If-Match' },
    'a write of the same content is another write',
  )
  const deleted = await begin()
  await remove()
  await t.rejects(deleted({ IfNoneMatch: '*' }), { ...conflict, Condition: 'If-None-Match' })
  await t.rejects(deleted({ IfMatch }), { name: 'NoSuchKey' })
  await (
    await begin()
  )({ IfNoneMatch: '*' })
  t.equal(await (await get()).Body!.transformToString(), 'in parts')
})

t.test('an object that is replaced while its conditional PUT arrives is a conflict', async t => {
  const { aws, put } = await start(t)
  const { ETag } = await put()
  const scope = `${aws.credentials.accessKeyId}/20260101/us-east-1/s3/aws4_request`
  const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}`, 'if-match': ETag!, 'content-length': 2 }
  const slow = request(`${aws.endpoint}/shelf/k`, { method: 'PUT', headers })
  slow.write('y')
  const { store } = aws.account.s3
  const write = store.write.bind(store)
  const begun = new Promise<void>(resolve => {
    store.write = (...parts) => {
      resolve()
      return write(...parts)
    }
  })
  await within('the first byte arrives', begun)
  await put()
  slow.end('z')
  const [response] = (await within('the answer comes', once(slow, 'response'))) as [IncomingMessage]
  response.resume()
  t.equal(response.statusCode, 409)
})
