import type { GetBucketNotificationConfigurationRequest, NotificationConfiguration } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { bucketOf, onBucket } from '../bucket-access.ts'

export const getBucketNotificationConfiguration: Operation<
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration
> = {
  permissions: onBucket('s3:GetBucketNotification'),
  run: (input, call) => bucketOf(input, call).notifications,
}
