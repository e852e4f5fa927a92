import type { PutBucketLifecycleConfigurationOutput, PutBucketLifecycleConfigurationRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { checkLifecycleRules } from '../lifecycle-rules.ts'

/**
 * Unlike AWS: the rules are kept but never run. On AWS they run once a day, which is longer than most local AWSs run.
 */
export const putBucketLifecycleConfiguration: Operation<
  PutBucketLifecycleConfigurationRequest,
  PutBucketLifecycleConfigurationOutput
> = {
  honours: ['Bucket', 'LifecycleConfiguration'],
  permissions: onBucket('s3:PutLifecycleConfiguration'),
  run: (input, call) => {
    const rules = input.LifecycleConfiguration?.Rules ?? []
    checkLifecycleRules(rules)
    bucketOf(input, call).lifecycleRules = rules
    return {}
  },
}
