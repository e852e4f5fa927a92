import { NoSuchBucket } from '@aws-sdk/client-s3'
import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { bucket } from './bucket.ts'

const Bucket = 'physical'
const rule = { Id: 'i', Status: 'Enabled', ExpirationInDays: '5' }
const filter = { S3Key: { Rules: [{ Name: 'prefix', Value: 'p' }] } }
const settings = {
  OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: 'true' },
    ],
  },
  PublicAccessBlockConfiguration: { BlockPublicAcls: 'true', IgnorePublicAcls: false },
  VersioningConfiguration: { Status: 'Enabled' },
  LifecycleConfiguration: { Rules: [rule, { ...rule, Prefix: 'p' }] },
  NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:e', Function: 'arn:f', Filter: filter }] },
}
const put = (Bucket: string) => [
  ['s3.PutBucketOwnershipControls', { Bucket, OwnershipControls: settings.OwnershipControls }],
  [
    's3.PutBucketEncryption',
    {
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true }],
      },
    },
  ],
  [
    's3.PutPublicAccessBlock',
    { Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: false } },
  ],
  ['s3.PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } }],
  [
    's3.PutBucketLifecycleConfiguration',
    {
      Bucket,
      LifecycleConfiguration: {
        Rules: ['', 'p'].map(Prefix => ({ ID: 'i', Status: 'Enabled', Filter: { Prefix }, Expiration: { Days: 5 } })),
      },
    },
  ],
  [
    's3.PutBucketNotificationConfiguration',
    {
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          { LambdaFunctionArn: 'arn:f', Events: ['s3:e'], Filter: { Key: { FilterRules: filter.S3Key.Rules } } },
        ],
      },
    },
  ],
]

t.test('a bucket is created with its settings, each by its own call', async t => {
  const { create, context } = handlerCalls(bucket)
  const name = 'generated {"maxLength":63,"lowerCase":true}'
  const tagging = (Bucket: string, TagSet: object[]) => ['s3.PutBucketTagging', { Bucket, Tagging: { TagSet } }]
  const of = { Key: 'of', Value: 'stack' }
  const attributes = (Bucket: string, region = 'us-east-1') => ({
    Arn: `arn:aws:s3:::${Bucket}`,
    DomainName: `${Bucket}.s3.amazonaws.com`,
    DualStackDomainName: `${Bucket}.s3.dualstack.${region}.amazonaws.com`,
    RegionalDomainName: `${Bucket}.s3.${region}.amazonaws.com`,
    WebsiteURL: `http://${Bucket}.s3-website-${region}.amazonaws.com`,
  })
  t.same(await create({}), {
    made: { physicalId: name, attributes: attributes(name) },
    calls: [['s3.CreateBucket', { Bucket: name }], ['initiated', name], tagging(name, [of])],
  })
  const own = { Key: 'own', Value: 'tag' }
  const { calls } = await create({ BucketName: 'b', Tags: [own], ...settings })
  t.same(calls, [['s3.CreateBucket', { Bucket: 'b' }], ['initiated', 'b'], tagging('b', [of, own]), ...put('b')])
  Object.assign(context, { region: 'eu-west-1', tags: [{ Key: 'aws:x', Value: 'y' }] })
  t.same(await create({ BucketName: 'b' }), {
    made: { physicalId: 'b', attributes: attributes('b', 'eu-west-1') },
    calls: [
      ['s3.CreateBucket', { Bucket: 'b', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }],
      ['initiated', 'b'],
    ],
  })
})

t.test('a changed setting is put again, and a removed one is reset', async t => {
  const { update, remove, context } = handlerCalls(bucket)
  const names = Object.keys(settings)
  t.same((await update({}, settings, names)).calls, put(Bucket))
  t.same((await update(settings, {}, names)).calls, [
    ['s3.DeleteBucketOwnershipControls', { Bucket }],
    ['s3.DeleteBucketEncryption', { Bucket }],
    ['s3.DeletePublicAccessBlock', { Bucket }],
    ['s3.PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } }],
    ['s3.DeleteBucketLifecycle', { Bucket }],
    [
      's3.PutBucketNotificationConfiguration',
      { Bucket, NotificationConfiguration: { LambdaFunctionConfigurations: [] } },
    ],
  ])
  t.same((await update({}, {}, ['Tags'])).calls, [
    ['s3.PutBucketTagging', { Bucket, Tagging: { TagSet: [{ Key: 'of', Value: 'stack' }] } }],
  ])
  Object.assign(context, { tags: [] })
  t.same((await update({}, {}, ['Tags'])).calls, [['s3.DeleteBucketTagging', { Bucket }]])
  t.same(await remove(), [['s3.DeleteBucket', { Bucket }]])
  await ignoresOnly(t, bucket, 'DeleteBucket', new NoSuchBucket({ $metadata: {}, message: 'gone' }))
  await ignoresOnly(t, bucket, 'DeleteBucket', Object.assign(new Error('gone'), { name: 'NoSuchBucket' }))
})

t.test('a part of a setting that is not built is refused by its name', async t => {
  for (const [properties, name] of [
    [{ LifecycleConfiguration: { Rules: [], Other: 1 } }, 'LifecycleConfiguration.Other'],
    [{ LifecycleConfiguration: { Rules: [{ ...rule, Transitions: [] }] } }, 'LifecycleConfiguration.Rules.Transitions'],
    [{ NotificationConfiguration: { TopicConfigurations: [] } }, 'NotificationConfiguration.TopicConfigurations'],
    [{ WebsiteConfiguration: {} }, 'WebsiteConfiguration'],
  ] as const)
    await t.rejects(handlerCalls(bucket).create(properties), {
      code: 'InvalidRequest',
      message: `The local AWS does not have the property ${name} of AWS::S3::Bucket.`,
    })
})
