import { randomUUID } from 'node:crypto'
import type { PutBucketNotificationConfigurationRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import { checkConfiguration } from '../notifications/configuration-check.ts'
import type { Operation } from '../operation.ts'

/** Replaces the whole configuration; an empty one disables notifications. */
export const putBucketNotificationConfiguration: Operation<PutBucketNotificationConfigurationRequest, object> = {
  honours: ['Bucket', 'NotificationConfiguration', 'SkipDestinationValidation'],
  permissions: onBucket('s3:PutBucketNotification'),
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const configuration = input.NotificationConfiguration!
    checkConfiguration(call.account, bucket, configuration, input.SkipDestinationValidation === true)
    const functions = configuration.LambdaFunctionConfigurations ?? []
    bucket.notifications =
      functions.length > 0
        ? { LambdaFunctionConfigurations: functions.map(one => ({ ...one, Id: one.Id || randomUUID() })) }
        : {}
    return {}
  },
}
