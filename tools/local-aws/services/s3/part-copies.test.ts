import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type CompletedPart,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { eventually } from '../../../testing/eventually.ts'
import { begin, Bucket, complete, Key, partBytes, parts, whole } from './multipart-fixture.ts'
import { startS3 } from './s3-fixture.ts'

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

t.test('an object of more than 5 GiB is copied neither at once nor as a part', async t => {
  const { client } = await startS3(t)
  const source = { Bucket, Key: 'source' }
  const Body = Buffer.alloc(64 * 1024 ** 2)
  await client.send(new PutObjectCommand({ ...source, Body }))
  const copied = { ...source, Key: 'copied' }
  const UploadId = await begin(client)
  const copy = async (PartNumber: number, CopySource: string) => {
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource }),
    )
    return { PartNumber, ETag: CopyPartResult!.ETag }
  }
  const Parts: CompletedPart[] = []
  // 80 parts have exactly 5 GiB, and no byte of them is copied.
  for (let number = 1; number <= 81; number += 1) Parts.push(await copy(number, 'shelf/source'))
  await complete(client, UploadId, Parts)
  const tooLarge = {
    name: 'InvalidRequest',
    message: 'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
    $metadata: { httpStatusCode: 400 },
  }
  const CopySource = `${Bucket}/${Key}`
  await t.rejects(client.send(new CopyObjectCommand({ ...copied, CopySource })), tooLarge)
  const next = await begin(client)
  await t.rejects(
    client.send(new UploadPartCopyCommand({ Bucket, Key, UploadId: next, PartNumber: 1, CopySource })),
    tooLarge,
  )
})
