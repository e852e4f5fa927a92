import type { GetBucketPolicyStatusOutput, GetBucketPolicyStatusRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import { isPublicPolicy } from '../bucket-policy.ts'
import type { Operation } from '../operation.ts'
import { noSuchBucketPolicy } from '../s3-errors.ts'

export const getBucketPolicyStatus: Operation<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetBucketPolicyStatus'),
  run: (input, call) => {
    const { name, policy } = bucketOf(input, call)
    if (!policy) throw noSuchBucketPolicy(name)
    return { PolicyStatus: { IsPublic: isPublicPolicy(policy.document) } }
  },
}
