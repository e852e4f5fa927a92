import { DeleteBucketCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import type { Progress } from '../command/progress.ts'
import { isOwnBucket } from '../deploy/artifacts-bucket.ts'
import { emptyBucket } from './empty-bucket.ts'
import type { Removed } from './removed.ts'

interface Removal {
  readonly connection: AwsConnection
  readonly progress: Progress
  readonly signal?: AbortSignal
}

/** Empties a bucket of this account, if it is there. */
export async function emptyOwnBucket(s3: S3Client, bucket: string, removal: Removal): Promise<Removed[]> {
  const { connection, progress, signal } = removal
  if (!(await isOwnBucket(s3, bucket, connection.accountId, signal))) return []
  progress.step(`Emptying bucket ${bucket}`)
  const onProgress = (removed: number) => progress.status(`${removed} objects removed`)
  try {
    const count = await emptyBucket(s3, bucket, { owner: connection.accountId, onProgress, signal })
    return count > 0 ? [{ type: 'objects and uploads', id: `${count} in bucket ${bucket}` }] : []
  } catch (error) {
    // Someone else, or a deletion of the stack that was under way, removed the bucket meanwhile.
    if (error instanceof S3ServiceException && error.name === 'NoSuchBucket') return []
    throw error
  }
}

/** Empties and deletes a bucket of this account, if it is there. */
export async function removeOwnBucket(s3: S3Client, bucket: string, removal: Removal): Promise<Removed[]> {
  const { connection, signal } = removal
  if (!(await isOwnBucket(s3, bucket, connection.accountId, signal))) return []
  const emptied = await emptyOwnBucket(s3, bucket, removal)
  const request = new DeleteBucketCommand({ Bucket: bucket, ExpectedBucketOwner: connection.accountId })
  await s3.send(request, { abortSignal: signal })
  return [...emptied, { type: 'AWS::S3::Bucket', id: bucket }]
}
