import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { createLogger } from '../../../../functions/log/logger.ts'
import { createHandler } from '../../../../functions/producer/handler.ts'
import { fileIdOf } from '../../../../functions/working-set/file-id.ts'
import { startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'
const parts = [5, 7, 3].map(mebibytes => randomBytes(mebibytes * 1024 ** 2))
const whole = Buffer.concat(parts)
type Choice = Pick<CreateMultipartUploadCommandInput, 'ChecksumAlgorithm' | 'ChecksumType' | 'ServerSideEncryption'>

for (const [choice, verifiedBy] of [
  [{}, 'CRC64NVME'],
  [{ ChecksumAlgorithm: 'CRC32C', ChecksumType: 'FULL_OBJECT' }, 'CRC32C'],
  [{ ChecksumAlgorithm: 'CRC32', ChecksumType: 'COMPOSITE' }, 'CRC32 of 3 parts'],
  [{ ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' }, 'SHA256 of 3 parts'],
  [{ ChecksumAlgorithm: 'SHA1', ChecksumType: 'COMPOSITE' }, 'SHA1 of 3 parts'],
] as [Choice, string][]) {
  t.test(`an object uploaded in parts of different sizes is checked by ${verifiedBy}`, async t => {
    const { client } = await startS3(t)
    const Key = 'models/m'
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...choice }))
    const Parts = []
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index + 1
      const { ChecksumAlgorithm } = choice
      const part = { Bucket, Key, UploadId, PartNumber, Body, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) }
      const { $metadata: _, ServerSideEncryption: __, ...copied } = await client.send(new UploadPartCommand(part))
      Parts.push({ ...copied, PartNumber })
    }
    const { ChecksumType } = choice
    const completed = { Bucket, Key, UploadId, MultipartUpload: { Parts }, ...(ChecksumType && { ChecksumType }) }
    await client.send(new CompleteMultipartUploadCommand(completed))
    t.match(await ingested(client), { status: 201, verifiedBy })
  })
}

t.test('an object uploaded as a whole is checked by its own checksum', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'models/m', Body: whole, ChecksumAlgorithm: 'SHA256' }))
  t.match(await ingested(client), { status: 201, verifiedBy: 'SHA256' })
})

async function ingested(s3: Parameters<typeof createHandler>[0]['s3']) {
  const mountPath = t.testdir({ mnt: {} })
  const logger = createLogger({ write: () => {} })
  const handler = createHandler({ s3, bucketName: Bucket, mountPath: join(mountPath, 'mnt'), logger })
  const event = { httpMethod: 'POST', resource: '/ingest', body: '{"key":"models/m"}' }
  const answer = (await handler(event)) as { statusCode: number }
  t.ok(readFileSync(join(mountPath, 'mnt/models/m')).equals(whole))
  const origin = readFileSync(join(mountPath, 'mnt/.origins', `${fileIdOf('models/m')}.json`), 'utf8')
  return { status: answer.statusCode, verifiedBy: JSON.parse(origin).verifiedBy }
}
