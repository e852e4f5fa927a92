import type { HeadBucketOutput, HeadBucketRequest } from '@aws-sdk/client-s3'
import { onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const headBucket: Operation<HeadBucketRequest, HeadBucketOutput> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:ListBucket'),
  run: (_input, { account }) => ({ BucketRegion: account.region, AccessPointAlias: false }),
}
