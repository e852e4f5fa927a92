import type { GetBucketNotificationConfigurationRequest, NotificationConfiguration } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'

export const getBucketNotificationConfiguration: Operation<
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration
> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:GetBucketNotification'),
  run: (input, call) => bucketOf(input, call).notifications,
}
