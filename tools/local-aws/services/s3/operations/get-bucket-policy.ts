import type { GetBucketPolicyOutput, GetBucketPolicyRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucketPolicy } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { noSuchBucketPolicy } from '../s3-errors.ts'

export const getBucketPolicy: Operation<GetBucketPolicyRequest, GetBucketPolicyOutput> = {
  honours: ['Bucket'],
  permissions: onBucketPolicy('s3:GetBucketPolicy'),
  run: (input, call) => {
    const { name, policy } = bucketOf(input, call)
    if (!policy) throw noSuchBucketPolicy(name)
    return { Policy: policy.text }
  },
}
