import type { Criterion } from '../criterion.ts'
import { bucketProtection } from './bucket-protection.ts'
import { consumerBucketAccess, producerBucketAccess } from './bucket-access.ts'
import { modelsBucket } from './models-bucket.ts'
import { objectCreatedNotification } from './object-created-notification.ts'

export const bucketCriteria: readonly Criterion[] = [
  modelsBucket,
  objectCreatedNotification,
  producerBucketAccess,
  consumerBucketAccess,
  bucketProtection,
]
