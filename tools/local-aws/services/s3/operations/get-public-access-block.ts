import type { GetPublicAccessBlockOutput, GetPublicAccessBlockRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { S3Error } from '../s3-errors.ts'

export const getPublicAccessBlock: Operation<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetBucketPublicAccessBlock'),
  run: (input, call) => {
    const { name, publicAccessBlock } = bucketOf(input, call)
    if (publicAccessBlock) return { PublicAccessBlockConfiguration: publicAccessBlock }
    const message = 'The public access block configuration was not found'
    throw new S3Error('NoSuchPublicAccessBlockConfiguration', message, 404, { BucketName: name })
  },
}
