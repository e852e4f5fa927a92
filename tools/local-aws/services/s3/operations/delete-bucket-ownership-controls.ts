import type { DeleteBucketOwnershipControlsRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const deleteBucketOwnershipControls: Operation<DeleteBucketOwnershipControlsRequest, object> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:PutBucketOwnershipControls'),
  run: (input, call) => {
    bucketOf(input, call).ownership = undefined
    return {}
  },
}
