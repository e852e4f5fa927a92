import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { rawRequest, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'

t.test('a bucket is created, found, listed and deleted', async t => {
  const { client } = await startS3(t)
  const created = await client.send(new CreateBucketCommand({ Bucket: 'a.second-1' }))
  t.equal(created.Location, '/a.second-1')
  t.equal((await client.send(new HeadBucketCommand({ Bucket: 'a.second-1' }))).BucketRegion, 'us-east-1')
  const { Buckets, Owner } = await client.send(new ListBucketsCommand({}))
  t.same(
    Buckets?.map(({ Name }) => Name),
    ['a.second-1', 'shelf'],
  )
  t.type(Buckets?.[0]?.CreationDate, Date)
  t.match(Owner?.ID, /^[0-9a-f]{64}$/)
  const page = await client.send(new ListBucketsCommand({ MaxBuckets: 1 }))
  const next = await client.send(new ListBucketsCommand({ ContinuationToken: page.ContinuationToken }))
  t.same(
    next.Buckets?.map(({ Name }) => Name),
    ['shelf'],
  )
  await client.send(new DeleteBucketCommand({ Bucket: 'a.second-1' }))
  await t.rejects(client.send(new HeadBucketCommand({ Bucket: 'a.second-1' })), {
    name: 'NotFound',
    $metadata: { httpStatusCode: 404 },
  })
  await t.rejects(client.send(new DeleteBucketCommand({ Bucket: 'a.second-1' })), { name: 'NoSuchBucket' })
})

t.test('a bucket with an object in it cannot be deleted', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  await t.rejects(client.send(new DeleteBucketCommand({ Bucket })), {
    name: 'BucketNotEmpty',
    $metadata: { httpStatusCode: 409 },
  })
})

t.test('names are checked by the rules of S3', async t => {
  const { client } = await startS3(t)
  const refused = [
    'Upper',
    'under_score',
    '-dash',
    'dash-',
    'two..dots',
    '192.168.0.1',
    'xn--a',
    'a-s3alias',
    'x'.repeat(64),
  ]
  for (const name of refused) {
    await t.rejects(client.send(new CreateBucketCommand({ Bucket: name })), { name: 'InvalidBucketName' }, name)
  }
})

t.test('in us-east-1 a bucket has no location constraint, and creating it again succeeds', async t => {
  const { client } = await startS3(t)
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'kept' }))
  await t.resolves(client.send(new CreateBucketCommand({ Bucket })))
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
  t.equal(await Body?.transformToString(), 'kept')
  t.equal((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, undefined)
  const make = (LocationConstraint: string) => {
    const CreateBucketConfiguration = { LocationConstraint: LocationConstraint as 'eu-west-1' }
    return client.send(new CreateBucketCommand({ Bucket: 'other', CreateBucketConfiguration }))
  }
  await t.rejects(make('us-east-1'), { name: 'InvalidLocationConstraint' })
  await t.rejects(make('eu-west-1'), { name: 'IllegalLocationConstraintException' })
})

t.test('in other Regions the constraint must name the Region, and a bucket is created only once', async t => {
  const { aws, client } = await startS3(t, { region: 'eu-west-1' })
  t.equal((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, 'eu-west-1')
  const constrained = { Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } }
  await t.rejects(client.send(new CreateBucketCommand(constrained)), {
    name: 'BucketAlreadyOwnedByYou',
    $metadata: { httpStatusCode: 409 },
  })
  // The SDK would add its Region.
  const unspecified = await rawRequest(aws, 'PUT', '/other')
  t.match(unspecified, { statusCode: 400, body: /IllegalLocationConstraintException.*unspecified/s })
})

t.test('a new bucket is encrypted, private and without ACLs, as on AWS since 2023', async t => {
  const { client } = await startS3(t)
  const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket }))
  t.match(encryption.ServerSideEncryptionConfiguration?.Rules, [
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
  ])
  const access = await client.send(new GetPublicAccessBlockCommand({ Bucket }))
  t.same(Object.values(access.PublicAccessBlockConfiguration ?? {}), [true, true, true, true])
  const ownership = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }))
  t.same(ownership.OwnershipControls?.Rules, [{ ObjectOwnership: 'BucketOwnerEnforced' }])
})

t.test('each configuration is put, read back and deleted', async t => {
  const { client } = await startS3(t)
  const SSEAlgorithm = 'AES256' as const
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm }, BucketKeyEnabled: true }]
  await client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }))
  const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket }))
  t.match(encryption.ServerSideEncryptionConfiguration, { Rules })
  await client.send(new DeleteBucketEncryptionCommand({ Bucket }))
  const reset = await client.send(new GetBucketEncryptionCommand({ Bucket }))
  t.equal(reset.ServerSideEncryptionConfiguration?.Rules?.[0]?.BucketKeyEnabled, false)

  const PublicAccessBlockConfiguration = { BlockPublicAcls: true }
  await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
  const access = await client.send(new GetPublicAccessBlockCommand({ Bucket }))
  t.match(access.PublicAccessBlockConfiguration, { BlockPublicAcls: true, BlockPublicPolicy: false })
  await client.send(new DeletePublicAccessBlockCommand({ Bucket }))
  await t.rejects(client.send(new GetPublicAccessBlockCommand({ Bucket })), {
    name: 'NoSuchPublicAccessBlockConfiguration',
  })

  const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] }
  await client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }))
  t.match(await client.send(new GetBucketOwnershipControlsCommand({ Bucket })), { OwnershipControls })
  await client.send(new DeleteBucketOwnershipControlsCommand({ Bucket }))
  await t.rejects(client.send(new GetBucketOwnershipControlsCommand({ Bucket })), {
    name: 'OwnershipControlsNotFoundError',
  })

  await t.rejects(client.send(new GetBucketTaggingCommand({ Bucket })), { name: 'NoSuchTagSet' })
  const Tagging = { TagSet: [{ Key: 'stack', Value: 'demo' }] }
  await client.send(new PutBucketTaggingCommand({ Bucket, Tagging }))
  t.same((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet, Tagging.TagSet)
  await client.send(new DeleteBucketTaggingCommand({ Bucket }))
  await t.rejects(client.send(new GetBucketTaggingCommand({ Bucket })), { name: 'NoSuchTagSet' })

  const rule = { ID: 'old', Status: 'Enabled' as const, Filter: { Prefix: 'outputs/' }, Expiration: { Days: 7 } }
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } }))
  t.match((await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules, [rule])
  await client.send(new DeleteBucketLifecycleCommand({ Bucket }))
  await t.rejects(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })), {
    name: 'NoSuchLifecycleConfiguration',
  })
})

t.test('encryption by KMS and operations that are not built are refused by name', async t => {
  const { client } = await startS3(t)
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } }]
  const encryption = { Bucket, ServerSideEncryptionConfiguration: { Rules } }
  await t.rejects(client.send(new PutBucketEncryptionCommand(encryption)), {
    name: 'NotImplemented',
    message: /aws:kms/,
  })
  await t.rejects(client.send(new PutBucketAclCommand({ Bucket, ACL: 'private' })), {
    name: 'NotImplemented',
    message: /PutBucketAcl/,
    $metadata: { httpStatusCode: 501 },
  })
})
