import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { begin, Bucket, Key } from './multipart-fixture.ts'
import { startS3 } from './s3-fixture.ts'

t.test('uploads and parts are listed until they are aborted', async t => {
  const { client } = await startS3(t)
  const UploadId = await begin(client)
  await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'other' }))
  await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 7, Body: 'seven' }))
  await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 3, Body: 'three' }))
  const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }))
  t.match(listed, { IsTruncated: true, NextPartNumberMarker: '3', Parts: [{ PartNumber: 3, Size: 5 }] })
  const rest = await client.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: '3' }))
  t.match(rest, { IsTruncated: false, Parts: [{ PartNumber: 7 }] })
  const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 1 }))
  t.match(uploads, { IsTruncated: true, NextUploadIdMarker: UploadId, Uploads: [{ Key, UploadId }] })
  const markers = { KeyMarker: uploads.NextKeyMarker, UploadIdMarker: uploads.NextUploadIdMarker }
  t.match(await client.send(new ListMultipartUploadsCommand({ Bucket, ...markers })), { Uploads: [{ Key: 'other' }] })
  const unread = (name: string) => `Provided ${name} not an integer or within integer range`
  const outOfRange = (name: string) => `Argument ${name} must be an integer between 0 and 2147483647`
  for (const [member, value, name, words] of [
    ['PartNumberMarker', 'three', 'part-number-marker', unread],
    ['PartNumberMarker', '-1', 'part-number-marker', outOfRange],
    ['MaxParts', 2 ** 31, 'max-parts', unread],
    ['MaxParts', -1, 'max-parts', outOfRange],
  ] as const) {
    const message = words(name)
    const list = client.send(new ListPartsCommand({ Bucket, Key, UploadId, [member]: value }))
    await t.rejects(list, { name: 'InvalidArgument', message, ArgumentName: name, ArgumentValue: String(value) })
  }
  await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
  await t.rejects(client.send(new ListPartsCommand({ Bucket, Key, UploadId })), { name: 'NoSuchUpload' })
  const late = { Bucket, Key, UploadId, PartNumber: 1, Body: 'x' }
  await t.rejects(client.send(new UploadPartCommand(late)), { name: 'NoSuchUpload' })
  await t.rejects(client.send(new UploadPartCommand({ ...late, PartNumber: 10_001 })), { name: 'InvalidArgument' })
})

t.test(
  'uploads are listed in the order of their keys, and those of one key in the order of their beginning',
  async t => {
    const { client } = await startS3(t)
    const begun: { Key: string; UploadId: string }[] = []
    for (const key of ['b', 'a', 'c', 'a']) begun.push({ Key: key, UploadId: await begin(client, { Key: key }) })
    const [b, firstOfA, c, secondOfA] = begun
    const listed = async (members: object = {}) => {
      const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket, ...members }))
      return Uploads!.map(one => ({ Key: one.Key, UploadId: one.UploadId }))
    }
    t.same(await listed(), [firstOfA, secondOfA, b, c])
    t.same(await listed({ KeyMarker: 'a' }), [b, c])
    t.same(await listed({ KeyMarker: 'a', UploadIdMarker: firstOfA!.UploadId }), [secondOfA, b, c])
  },
)

t.test('an abort with a condition that is not built is refused, and the upload continues', async t => {
  const { client } = await startS3(t)
  const upload = { Bucket, Key, UploadId: await begin(client) }
  const abort = new AbortMultipartUploadCommand({ ...upload, IfMatchInitiatedTime: new Date(0) })
  await t.rejects(client.send(abort), {
    name: 'NotImplemented',
    message: /the member IfMatchInitiatedTime of s3:AbortMultipartUpload/,
    $metadata: { httpStatusCode: 501 },
  })
  await t.resolves(client.send(new ListPartsCommand(upload)))
})
