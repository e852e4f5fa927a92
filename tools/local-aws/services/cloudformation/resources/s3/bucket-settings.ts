import {
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeletePublicAccessBlockCommand,
  type Event,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { refuseUnhonoured } from '../honoured-properties.ts'
import { isTrue } from '../property-values.ts'
import type { Properties } from '../resource-type.ts'

export interface BucketSetting {
  readonly put: (s3: S3Client, Bucket: string, value: Properties) => Promise<unknown>
  /** The effect of removing the property from the template. */
  readonly reset: (s3: S3Client, Bucket: string) => Promise<unknown>
}

/** Every property of a bucket with an API of its own, in the order in which a new bucket gets them. */
export const bucketSettings: Readonly<Record<string, BucketSetting>> = {
  OwnershipControls: {
    put: (s3, Bucket, { Rules }) =>
      s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } })),
    reset: (s3, Bucket) => s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
  },
  BucketEncryption: {
    put: (s3, Bucket, value) => s3.send(new PutBucketEncryptionCommand({ Bucket, ...encryption(value) })),
    reset: (s3, Bucket) => s3.send(new DeleteBucketEncryptionCommand({ Bucket })),
  },
  PublicAccessBlockConfiguration: {
    put: (s3, Bucket, value) =>
      s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: booleans(value) })),
    reset: (s3, Bucket) => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
  },
  VersioningConfiguration: {
    put: (s3, Bucket, { Status }) =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } })),
    // Once enabled, versioning can only be suspended.
    reset: (s3, Bucket) =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })),
  },
  LifecycleConfiguration: {
    put: (s3, Bucket, value) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: expirations(value) } }),
      ),
    reset: (s3, Bucket) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
  },
  NotificationConfiguration: {
    put: (s3, Bucket, value) => putNotification(s3, Bucket, value),
    reset: (s3, Bucket) => putNotification(s3, Bucket, {}),
  },
}

/** The property and the API have different names for the same members. */
function encryption({ ServerSideEncryptionConfiguration: rules }: Properties) {
  const Rules = (rules as readonly Properties[]).map(({ ServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
    ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
    ...(BucketKeyEnabled !== undefined && { BucketKeyEnabled: isTrue(BucketKeyEnabled) }),
  }))
  return { ServerSideEncryptionConfiguration: { Rules } }
}

/** Only rules that delete current objects after some days. */
function expirations(value: Properties): LifecycleRule[] {
  const typeName = 'AWS::S3::Bucket'
  refuseUnhonoured(typeName, value, ['Rules'], 'LifecycleConfiguration.')
  return (value.Rules as readonly Properties[]).map(rule => {
    refuseUnhonoured(typeName, rule, ['Id', 'Status', 'Prefix', 'ExpirationInDays'], 'LifecycleConfiguration.Rules.')
    const { Id, Status, Prefix = '', ExpirationInDays } = rule
    return { ID: Id, Status, Filter: { Prefix }, Expiration: { Days: Number(ExpirationInDays) } }
  })
}

function putNotification(s3: S3Client, Bucket: string, value: Properties): Promise<unknown> {
  refuseUnhonoured('AWS::S3::Bucket', value, ['LambdaConfigurations'], 'NotificationConfiguration.')
  const LambdaFunctionConfigurations = ((value.LambdaConfigurations ?? []) as readonly Properties[]).map(
    ({ Event, Function: LambdaFunctionArn, Filter }) => ({
      LambdaFunctionArn: LambdaFunctionArn as string,
      Events: [Event as Event],
      Filter: Filter && { Key: { FilterRules: Filter.S3Key.Rules } },
    }),
  )
  const NotificationConfiguration = { LambdaFunctionConfigurations }
  return s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }))
}

function booleans(value: Properties): Record<string, boolean> {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, isTrue(item)]))
}
