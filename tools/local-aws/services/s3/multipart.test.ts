import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import t from 'tap'
import { eventually } from '../../../testing/eventually.ts'
import { startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'
const Key = 'assembled'
const partBytes = 5 * 1024 * 1024
const parts = [randomBytes(partBytes), randomBytes(partBytes), randomBytes(1234)]
const whole = Buffer.concat(parts)

async function begin(client: S3Client, members: object = {}): Promise<string> {
  return (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...members }))).UploadId!
}

async function uploadAll(client: S3Client, UploadId: string, members: object = {}): Promise<CompletedPart[]> {
  const completed: CompletedPart[] = []
  for (const [index, Body] of parts.entries()) {
    const PartNumber = index + 1
    const { ETag, ChecksumCRC32 } = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...members }),
    )
    completed.push({ PartNumber, ETag, ...(ChecksumCRC32 && { ChecksumCRC32 }) })
  }
  return completed
}

function complete(client: S3Client, UploadId: string, Parts: CompletedPart[], members: object = {}) {
  return client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...members }),
  )
}

t.test('lib-storage uploads in parts, and the object is read as a whole, by range and by part', async t => {
  const { client } = await startS3(t)
  const upload = new Upload({
    client,
    params: { Bucket, Key, Body: whole, ContentType: 'text/plain' },
    partSize: partBytes,
  })
  await upload.done()
  const got = await client.send(new GetObjectCommand({ Bucket, Key }))
  t.ok(Buffer.from(await got.Body!.transformToByteArray()).equals(whole))
  const md5s = Buffer.concat(parts.map(part => createHash('md5').update(part).digest()))
  t.equal(got.ETag, `"${createHash('md5').update(md5s).digest('hex')}-3"`)
  t.equal(got.ContentType, 'text/plain')
  const across = await client.send(
    new GetObjectCommand({ Bucket, Key, Range: `bytes=${partBytes - 10}-${partBytes * 2 + 9}` }),
  )
  t.ok(
    Buffer.from(await across.Body!.transformToByteArray()).equals(whole.subarray(partBytes - 10, partBytes * 2 + 10)),
  )
  const third = await client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3 }))
  t.match(third, { PartsCount: 3, ContentLength: 1234, $metadata: { httpStatusCode: 206 } })
  t.ok(Buffer.from(await third.Body!.transformToByteArray()).equals(parts[2]!))
  t.notOk((await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads)
})

t.test('a composite checksum is that of the checksums, a full one that of the bytes', async t => {
  const { client } = await startS3(t)
  const crc = (bytes: Uint8Array) => {
    const buffer = Buffer.alloc(4)
    buffer.writeUInt32BE(crc32(bytes))
    return buffer
  }
  const composite = await begin(client, { ChecksumAlgorithm: 'CRC32' })
  const done = await complete(client, composite, await uploadAll(client, composite, { ChecksumAlgorithm: 'CRC32' }))
  const expected = `${crc(Buffer.concat(parts.map(crc))).toString('base64')}-3`
  t.match(done, { ChecksumCRC32: expected, ChecksumType: 'COMPOSITE' })
  const attributes = await client.send(
    new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectParts', 'Checksum'] }),
  )
  t.match(attributes, {
    Checksum: { ChecksumCRC32: expected },
    ObjectParts: { TotalPartsCount: 3, Parts: [{ PartNumber: 1, Size: partBytes }, {}, { Size: 1234 }] },
  })
  const page = (members: object) =>
    client.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectParts'], ...members }))
  t.match((await page({ MaxParts: 1, PartNumberMarker: '1' })).ObjectParts, {
    IsTruncated: true,
    MaxParts: 1,
    NextPartNumberMarker: '2',
    Parts: [{ PartNumber: 2 }],
  })
  await t.rejects(page({ PartNumberMarker: 'x' }), { ArgumentName: 'x-amz-part-number-marker' })
  await t.rejects(page({ MaxParts: -1 }), {
    name: 'InvalidArgument',
    message: 'Argument x-amz-max-parts must be an integer between 0 and 2147483647',
    ArgumentName: 'x-amz-max-parts',
    ArgumentValue: '-1',
  })
  const full = await begin(client, { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' })
  const declared = { ChecksumType: 'FULL_OBJECT', ChecksumCRC32: crc(whole).toString('base64') }
  const completed = await uploadAll(client, full, { ChecksumAlgorithm: 'CRC32' })
  await t.rejects(complete(client, full, completed, { ...declared, ChecksumCRC32: 'AAAAAA==' }), { name: 'BadDigest' })
  t.match(await complete(client, full, completed, declared), declared)
})

t.test('an upload without a chosen checksum gets CRC64NVME of the whole', async t => {
  const { client } = await startS3(t)
  const UploadId = await begin(client)
  await complete(client, UploadId, await uploadAll(client, UploadId))
  const assembled = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))
  const single = { Bucket, Key: 'single', Body: whole, ChecksumAlgorithm: 'CRC64NVME' as const }
  const { ChecksumCRC64NVME } = await client.send(new PutObjectCommand(single))
  t.ok(ChecksumCRC64NVME)
  t.match(assembled, { ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' })
})

t.test('a completion that S3 refuses is refused, and the upload continues', async t => {
  const { aws, client } = await startS3(t)
  const UploadId = await begin(client)
  const completed = await uploadAll(client, UploadId)
  const [one, two, three] = completed as [CompletedPart, CompletedPart, CompletedPart]
  await t.rejects(complete(client, UploadId, [two, one]), { name: 'InvalidPartOrder' })
  await t.rejects(complete(client, UploadId, [{ ...one, ETag: '"other"' }]), { name: 'InvalidPart' })
  await t.rejects(complete(client, UploadId, [one, { ...two, PartNumber: 9 }]), { name: 'InvalidPart' })
  await t.rejects(complete(client, UploadId, []), { name: 'MalformedXML' })
  await t.rejects(complete(client, UploadId, completed, { MpuObjectSize: 1 }), { name: 'InvalidRequest' })
  await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 4, Body: 'last' }))
  const fourth = { PartNumber: 4, ETag: `"${createHash('md5').update('last').digest('hex')}"` }
  await t.rejects(complete(client, UploadId, [one, three, fourth]), {
    name: 'EntityTooSmall',
    ProposedSize: '1234',
    MinSizeAllowed: String(partBytes),
  })
  await t.resolves(complete(client, UploadId, [one, two]), 'parts that are not listed are left out')
  t.equal((await client.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength, 2 * partBytes)
  const folder = join(aws.account.folder('s3'), 'content')
  // Their bytes are removed after the answer.
  await eventually('two parts are left', async () => (await readdir(folder)).length <= 2)
  await t.rejects(complete(client, UploadId, completed), { name: 'NoSuchUpload', $metadata: { httpStatusCode: 404 } })
})

t.test('a composite upload must list the checksums, and accepts no other algorithm', async t => {
  const { client } = await startS3(t)
  const UploadId = await begin(client, { ChecksumAlgorithm: 'CRC32' })
  const completed = await uploadAll(client, UploadId, { ChecksumAlgorithm: 'CRC32' })
  const bare = completed.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }))
  await t.rejects(complete(client, UploadId, bare), { name: 'InvalidRequest', message: /missing for part 1/ })
  const other = { Bucket, Key, UploadId, PartNumber: 4, Body: 'x', ChecksumAlgorithm: 'SHA1' as const }
  await t.rejects(client.send(new UploadPartCommand(other)), {
    message: /expected checksum Type: crc32, actual checksum Type: sha1/,
  })
  const sha = { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }
  await t.rejects(begin(client, sha), { name: 'InvalidRequest' })
})

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
  for (const [member, value, name] of [
    ['PartNumberMarker', 'three', 'part-number-marker'],
    ['PartNumberMarker', '-1', 'part-number-marker'],
    ['MaxParts', 2 ** 31, 'max-parts'],
  ] as const) {
    const message = `Argument ${name} must be an integer between 0 and 2147483647`
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

t.test('a part can be a range of another object', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: whole }))
  const UploadId = await begin(client)
  const copy = (PartNumber: number, CopySourceRange?: string) =>
    client.send(
      new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource: 'shelf/source', CopySourceRange }),
    )
  const first = await copy(1, `bytes=0-${partBytes - 1}`)
  const second = await copy(2, `bytes=${partBytes}-${whole.length - 1}`)
  await t.rejects(copy(3, `bytes=0-${whole.length}`), { name: 'InvalidArgument' })
  await t.rejects(copy(3, 'bytes=5-'), { name: 'InvalidArgument' })
  await complete(client, UploadId, [
    { PartNumber: 1, ETag: first.CopyPartResult?.ETag },
    { PartNumber: 2, ETag: second.CopyPartResult?.ETag },
  ])
  const got = await client.send(new GetObjectCommand({ Bucket, Key }))
  t.ok(Buffer.from(await got.Body!.transformToByteArray()).equals(whole))
})

t.test('parts that are whole copies of one object share its bytes, and outlive it', async t => {
  const { aws, client } = await startS3(t)
  const stored = () => readdir(join(aws.account.folder('s3'), 'content'))
  const source = { Bucket, Key: 'source' }
  // The upload has another checksum algorithm than the object, so its checksum must be computed.
  await client.send(new PutObjectCommand({ ...source, Body: parts[0], ChecksumAlgorithm: 'CRC32' }))
  const UploadId = await begin(client)
  const copies: CompletedPart[] = []
  for (const PartNumber of [1, 2]) {
    const copy = new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource: 'shelf/source' })
    copies.push({ PartNumber, ETag: (await client.send(copy)).CopyPartResult?.ETag })
  }
  t.equal((await stored()).length, 1)
  const { ChecksumCRC64NVME } = await complete(client, UploadId, copies)
  const Body = Buffer.concat([parts[0]!, parts[0]!])
  const sent = await client.send(new PutObjectCommand({ Bucket, Key: 'sent', Body, ChecksumAlgorithm: 'CRC64NVME' }))
  t.equal(ChecksumCRC64NVME, sent.ChecksumCRC64NVME)
  await client.send(new DeleteObjectCommand(source))
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'sent' }))
  const got = await client.send(new GetObjectCommand({ Bucket, Key }))
  t.ok(Buffer.from(await got.Body!.transformToByteArray()).equals(Body))
  await client.send(new DeleteObjectCommand({ Bucket, Key }))
  await eventually('no bytes are left', async () => (await stored()).length === 0)
})
