import type { GetBucketLifecycleConfigurationOutput, GetBucketLifecycleConfigurationRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { S3Error } from '../s3-errors.ts'

export const getBucketLifecycleConfiguration: Operation<
  GetBucketLifecycleConfigurationRequest,
  GetBucketLifecycleConfigurationOutput
> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetLifecycleConfiguration'),
  run: (input, call) => {
    const { name, lifecycleRules } = bucketOf(input, call)
    if (lifecycleRules) return { Rules: [...lifecycleRules] }
    const message = 'The lifecycle configuration does not exist'
    throw new S3Error('NoSuchLifecycleConfiguration', message, 404, { BucketName: name })
  },
}
