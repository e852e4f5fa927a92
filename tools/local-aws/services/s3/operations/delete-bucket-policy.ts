import type { DeleteBucketPolicyRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucketPolicy } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const deleteBucketPolicy: Operation<DeleteBucketPolicyRequest, object> = {
  honours: ['Bucket'],
  permissions: onBucketPolicy('s3:DeleteBucketPolicy'),
  run: (input, call) => {
    bucketOf(input, call).policy = undefined
    return {}
  },
}
