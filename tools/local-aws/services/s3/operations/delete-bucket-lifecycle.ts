import type { DeleteBucketLifecycleRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { bucketOf, onBucket } from '../bucket-access.ts'

export const deleteBucketLifecycle: Operation<DeleteBucketLifecycleRequest, object> = {
  permissions: onBucket('s3:PutLifecycleConfiguration'),
  run: (input, call) => {
    bucketOf(input, call).lifecycleRules = undefined
    return {}
  },
}
