import { DeleteBucketCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { Removal } from './attempt.ts'
import { emptyBucket } from './empty-bucket.ts'

/** Empties a bucket of this account, if it exists. The caller must know that it belongs to the deployment. */
export async function emptyOwnBucket(s3: S3Client, bucket: string, removal: Removal): Promise<void> {
  const { connection, progress, removed } = removal
  progress.step(`Emptying bucket ${bucket}`)
  let count = 0
  const onProgress = (so_far: number) => {
    count = so_far
    progress.status(`${count} objects removed`)
  }
  try {
    count = await emptyBucket(s3, bucket, { owner: connection.accountId, onProgress })
  } catch (error) {
    // Someone else, or a running deletion of the stack, removed the bucket meanwhile.
    if (!(error instanceof S3ServiceException && error.name === 'NoSuchBucket')) throw error
  } finally {
    if (count > 0) removed.push({ type: 'objects and uploads', id: `${count} in bucket ${bucket}` })
  }
}

/** Empties and deletes the bucket. */
export async function removeOwnBucket(s3: S3Client, bucket: string, removal: Removal): Promise<void> {
  const { connection, removed } = removal
  await emptyOwnBucket(s3, bucket, removal)
  const request = new DeleteBucketCommand({ Bucket: bucket, ExpectedBucketOwner: connection.accountId })
  await s3.send(request)
  removed.push({ type: 'AWS::S3::Bucket', id: bucket })
}
