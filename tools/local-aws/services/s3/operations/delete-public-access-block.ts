import type { DeletePublicAccessBlockRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const deletePublicAccessBlock: Operation<DeletePublicAccessBlockRequest, object> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:PutBucketPublicAccessBlock'),
  run: (input, call) => {
    bucketOf(input, call).publicAccessBlock = undefined
    return {}
  },
}
