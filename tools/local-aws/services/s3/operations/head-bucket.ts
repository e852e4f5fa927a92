import type { HeadBucketOutput, HeadBucketRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const headBucket: Operation<HeadBucketRequest, HeadBucketOutput> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:ListBucket'),
  run: (input, call) => ({
    BucketArn: bucketOf(input, call).arn,
    BucketRegion: call.account.region,
    AccessPointAlias: false,
  }),
}
