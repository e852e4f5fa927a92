import type { DeleteBucketLifecycleRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const deleteBucketLifecycle: Operation<DeleteBucketLifecycleRequest, object> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:PutLifecycleConfiguration'),
  run: (input, call) => {
    bucketOf(input, call).lifecycleRules = undefined
    return {}
  },
}
