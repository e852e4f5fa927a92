import type { GetBucketEncryptionOutput, GetBucketEncryptionRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { bucketOf, onBucket } from '../bucket-access.ts'

export const getBucketEncryption: Operation<GetBucketEncryptionRequest, GetBucketEncryptionOutput> = {
  permissions: onBucket('s3:GetEncryptionConfiguration'),
  run: (input, call) => ({ ServerSideEncryptionConfiguration: bucketOf(input, call).encryption }),
}
