import type { DeleteBucketEncryptionRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import { defaultEncryption } from '../bucket.ts'
import type { Operation } from '../operation.ts'

/** "resets the default encryption for the bucket as server-side encryption with Amazon S3 managed keys (SSE-S3)" */
export const deleteBucketEncryption: Operation<DeleteBucketEncryptionRequest, object> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:PutEncryptionConfiguration'),
  run: (input, call) => {
    bucketOf(input, call).encryption = defaultEncryption
    return {}
  },
}
