import type { GetBucketTaggingOutput, GetBucketTaggingRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { S3Error } from '../s3-errors.ts'

export const getBucketTagging: Operation<GetBucketTaggingRequest, GetBucketTaggingOutput> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetBucketTagging'),
  run: (input, call) => {
    const { name, tags } = bucketOf(input, call)
    if (!tags) throw new S3Error('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: name })
    return { TagSet: [...tags] }
  },
}
