import type { Readable } from 'node:stream'
import { AbortMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { uninterrupted } from '../command/uninterrupted.ts'

const partBytes = 16 * 1024 ** 2

/**
 * Uploads an object in parts of 16 MiB, as S3 advises from 100 MB on
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html). If it fails, also by Ctrl-C, S3 keeps no parts.
 */
export async function uploadInParts(
  client: S3Client,
  params: { readonly Bucket: string; readonly Key: string; readonly Body: Readable },
): Promise<void> {
  // The clean-up of `Upload` would be a call that Ctrl-C ends as well.
  const upload = new Upload({ client, params, partSize: partBytes, queueSize: 2, leavePartsOnError: true })
  try {
    await upload.done()
  } catch (error) {
    const { Bucket, Key } = params
    const { uploadId: UploadId } = upload
    if (UploadId) await uninterrupted(() => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })))
    throw error
  }
}
