import type { DeleteBucketTaggingRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const deleteBucketTagging: Operation<DeleteBucketTaggingRequest, object> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:PutBucketTagging'),
  run: (input, call) => {
    bucketOf(input, call).tags = undefined
    return {}
  },
}
