import type { GetBucketLocationOutput, GetBucketLocationRequest } from '@aws-sdk/client-s3'
import { onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

/** "Buckets in Region us-east-1 have a LocationConstraint of null." */
export const getBucketLocation: Operation<GetBucketLocationRequest, GetBucketLocationOutput> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetBucketLocation'),
  run: (_input, { account: { region } }) =>
    region === 'us-east-1'
      ? {}
      : { LocationConstraint: region as NonNullable<GetBucketLocationOutput['LocationConstraint']> },
}
