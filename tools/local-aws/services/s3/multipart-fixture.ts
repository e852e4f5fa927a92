import { randomBytes } from 'node:crypto'
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'

export const Bucket = 'shelf'
export const Key = 'assembled'
export const partBytes = 5 * 1024 * 1024
export const parts = [randomBytes(partBytes), randomBytes(partBytes), randomBytes(1234)]
export const whole = Buffer.concat(parts)

export async function begin(client: S3Client, members: object = {}): Promise<string> {
  return (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...members }))).UploadId!
}

export async function uploadAll(client: S3Client, UploadId: string, members: object = {}): Promise<CompletedPart[]> {
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

export function complete(client: S3Client, UploadId: string, Parts: CompletedPart[], members: object = {}) {
  return client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...members }),
  )
}
