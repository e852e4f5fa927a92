import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import type { Verification } from '../verification.ts'

/** Makes an object of many copies of another, put together in S3, so that no GiB crosses the network. */
export async function assembleObject(
  verification: Verification,
  Key: string,
  source: string,
  { copies, lastByte = false }: { copies: number; lastByte?: boolean },
): Promise<void> {
  const { s3 } = verification.clients
  const Bucket = verification.system.bucketName
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  let complete = false
  // An incomplete upload is no object, but it stays until it is aborted.
  const abort = verification.afterwards(async () => {
    if (!complete) await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
  })
  const Parts: CompletedPart[] = []
  try {
    for (let PartNumber = 1; PartNumber <= copies; PartNumber += 1) {
      const CopySource = `${Bucket}/${source}`
      const copy = new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource })
      const { CopyPartResult } = await s3.send(copy)
      Parts.push({ PartNumber, ETag: CopyPartResult!.ETag })
    }
    if (lastByte) {
      const PartNumber = copies + 1
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: 'x' }))
      Parts.push({ PartNumber, ETag })
    }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }))
    complete = true
  } catch (error) {
    await abort()
    throw error
  }
}
