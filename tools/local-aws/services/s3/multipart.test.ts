import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import {
  type CompletedPart,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import t from 'tap'
import { eventually } from '../../../testing/eventually.ts'
import { begin, Bucket, complete, Key, partBytes, parts, uploadAll, whole } from './multipart-fixture.ts'
import { startS3 } from './s3-fixture.ts'

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
  await t.rejects(page({ PartNumberMarker: 'x' }), {
    name: 'InvalidArgument',
    ArgumentName: 'x-amz-part-number-marker',
  })
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
