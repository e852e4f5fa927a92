import type { GetBucketOwnershipControlsOutput, GetBucketOwnershipControlsRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { S3Error } from '../s3-errors.ts'

export const getBucketOwnershipControls: Operation<
  GetBucketOwnershipControlsRequest,
  GetBucketOwnershipControlsOutput
> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetBucketOwnershipControls'),
  run: (input, call) => {
    const { name, ownership } = bucketOf(input, call)
    if (ownership) return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } }
    const message = 'The bucket ownership controls were not found'
    throw new S3Error('OwnershipControlsNotFoundError', message, 404, { BucketName: name })
  },
}
