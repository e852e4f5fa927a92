import type { GetBucketEncryptionOutput, GetBucketEncryptionRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const getBucketEncryption: Operation<GetBucketEncryptionRequest, GetBucketEncryptionOutput> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetEncryptionConfiguration'),
  run: (input, call) => ({ ServerSideEncryptionConfiguration: bucketOf(input, call).encryption }),
}
