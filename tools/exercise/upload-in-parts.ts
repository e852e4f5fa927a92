import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'

const partBytes = 16 * 1024 ** 2

/**
 * Uploads an object in parts of 16 MiB, as S3 advises from 100 MB on
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html).
 *
 * @param signal aborts the multipart upload, so that S3 keeps no parts
 */
export async function uploadInParts(
  client: S3Client,
  params: { readonly Bucket: string; readonly Key: string; readonly Body: Readable },
  signal?: AbortSignal,
): Promise<void> {
  const upload = new Upload({ client, params, partSize: partBytes, queueSize: 2 })
  const abort = () => void upload.abort()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await upload.done()
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
