import type { GetBucketVersioningOutput, GetBucketVersioningRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

/** There is no Status if versioning was never set. */
export const getBucketVersioning: Operation<GetBucketVersioningRequest, GetBucketVersioningOutput> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetBucketVersioning'),
  run: (input, call) => {
    const { versioning } = bucketOf(input, call)
    return versioning ? { Status: versioning } : {}
  },
}
