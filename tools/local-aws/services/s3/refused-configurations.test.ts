import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectAttributesCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const s3 = new S3Client({ ...aws, forcePathStyle: true })
const Bucket = 'a-bucket'
await s3.send(new CreateBucketCommand({ Bucket }))
await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))

const rule = (more: object): LifecycleRule => ({ Status: 'Enabled', Filter: { Prefix: 'p' }, ...more })
const keep = (...Rules: LifecycleRule[]) =>
  s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }))

for (const [title, rules, error] of [
  ['expiration after 0 days', [rule({ Expiration: { Days: 0 } })], /'Days' for Expiration action must be a positive/],
  ['days below zero', [rule({ NoncurrentVersionExpiration: { NoncurrentDays: -1 } })], /'NoncurrentDays' for/],
  [
    'parts of no age',
    [rule({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 0 } })],
    /'DaysAfterInitiation' for/,
  ],
  ['one ID twice', [rule({ ID: 'a' }), rule({ ID: 'a' })], /Rule ID must be unique/],
  ['an ID of 256 characters', [rule({ ID: 'a'.repeat(256) })], /ID length should not exceed/],
  ['two predicates of a filter', [rule({ Filter: { Prefix: 'a', ObjectSizeLessThan: 5 } })], /not well-formed/],
  ['an unknown status', [rule({ Status: 'On' })], /not well-formed/],
] as const) {
  t.test(`a lifecycle configuration with ${title} is refused`, async t => {
    await t.rejects(keep(...rules), { message: error, $metadata: { httpStatusCode: 400 } })
  })
}

t.test('a lifecycle configuration at these limits is kept', async t => {
  await t.resolves(
    keep(rule({ ID: 'a'.repeat(255), Expiration: { Days: 1 } }), rule({ ID: 'b', Filter: { Prefix: '' } })),
  )
})

t.test('a key of KMS does not go with AES256', async t => {
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'AES256' as const, KMSMasterKeyID: 'x' }
  const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] }
  await t.rejects(s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration })), {
    name: 'InvalidArgument',
    message: /KMSMasterKeyID is not applicable/,
  })
})

t.test('events and filters that S3 does not have are refused as such, not as missing here', async t => {
  const notify = (Events: string[], Value: string) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          LambdaFunctionConfigurations: [
            {
              LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
              Events: Events as never,
              Filter: { Key: { FilterRules: [{ Name: 'prefix', Value }] } },
            },
          ],
        },
        SkipDestinationValidation: true,
      }),
    )
  await t.rejects(notify(['s3:objectcreated:*'], 'p'), { name: 'InvalidArgument', message: /event is not supported/ })
  await t.rejects(notify(['s3:LifecycleTransition'], 'p'), { name: 'NotImplemented' })
  await t.rejects(notify(['s3:ObjectCreated:*'], 'é'.repeat(513)), { name: 'InvalidArgument', message: /1024 bytes/ })
  await t.resolves(notify(['s3:ObjectCreated:*'], 'é'.repeat(512)))
})

t.test('attributes and directives that S3 does not have are refused', async t => {
  const ObjectAttributes = ['ETag' as const, 'Size' as never]
  await t.rejects(s3.send(new GetObjectAttributesCommand({ Bucket, Key: 'k', ObjectAttributes })), {
    name: 'InvalidArgument',
    message: 'Invalid attribute name specified.',
  })
  const copy = { Bucket, Key: 'c', CopySource: `${Bucket}/k` }
  await t.rejects(s3.send(new CopyObjectCommand({ ...copy, MetadataDirective: 'replace' as never })), {
    name: 'InvalidArgument',
    message: 'Unknown metadata directive.',
  })
  await t.rejects(s3.send(new CopyObjectCommand({ ...copy, TaggingDirective: 'NONE' as never })), {
    name: 'InvalidArgument',
    message: 'Unknown tagging directive.',
  })
})
