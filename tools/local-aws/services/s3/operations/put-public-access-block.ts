import type { PutPublicAccessBlockRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const putPublicAccessBlock: Operation<PutPublicAccessBlockRequest, object> = {
  honours: ['Bucket', 'PublicAccessBlockConfiguration'],
  permissions: onBucket('s3:PutBucketPublicAccessBlock'),
  run: (input, call) => {
    const given = input.PublicAccessBlockConfiguration!
    bucketOf(input, call).publicAccessBlock = {
      BlockPublicAcls: given.BlockPublicAcls ?? false,
      IgnorePublicAcls: given.IgnorePublicAcls ?? false,
      BlockPublicPolicy: given.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
    }
    return {}
  },
}
