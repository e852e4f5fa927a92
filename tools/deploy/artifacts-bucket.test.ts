import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  ListObjectsV2Command,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { type AwsConnection, connectToAws } from '../command/aws-connection.ts'
import { startLocalAws } from '../local-aws/server.ts'
import { ensureArtifactsBucket, isOwnBucket } from './artifacts-bucket.ts'
import { bucketState } from './bucket-state.ts'
import { packageNothing, useLocalAws } from './deploy-fixture.ts'
import { deploy } from './deploy.ts'
import { artifactsBucketName } from './names.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { uploadArtifact } from './upload-artifact.ts'

for (const region of ['us-east-1', 'eu-central-1']) {
  t.test(`in ${region} the bucket is made once, private and encrypted, and owns its objects`, async t => {
    const aws = await startLocalAws({ region })
    t.teardown(() => aws.close())
    const s3 = new S3Client({ region, endpoint: aws.endpoint, credentials: aws.credentials, forcePathStyle: true })
    const connection = { accountId: aws.accountId, region } as AwsConnection
    const Bucket = artifactsBucketName('demo', connection)
    t.equal(await isOwnBucket(s3, Bucket, aws.accountId), false)
    t.equal(await ensureArtifactsBucket(s3, Bucket, 'demo', connection), true)
    t.equal(await ensureArtifactsBucket(s3, Bucket, 'demo', connection), false, 'the second call finds it')
    t.match(await s3.send(new GetPublicAccessBlockCommand({ Bucket })), {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    })
    t.match(await s3.send(new GetBucketEncryptionCommand({ Bucket })), {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    })
    t.match(await s3.send(new GetBucketOwnershipControlsCommand({ Bucket })), {
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    })
    await t.rejects(ensureArtifactsBucket(s3, Bucket, 'demo', { ...connection, accountId: '111111111111' }), {
      code: 'BUCKET_REFUSED',
      message: /111111111111/,
    })
  })
}

t.test('a bucket of that name without our tags is refused, and keeps its tags and contents', async t => {
  const aws = await useLocalAws(t)
  const connection = await connectToAws()
  const s3 = new S3Client(connection.s3ClientConfig)
  const Bucket = artifactsBucketName('demo', connection)
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'theirs', Body: 'theirs' }))
  const refused = { code: 'FOREIGN_BUCKET', message: new RegExp(Bucket), nextStep: /--prefix/ }
  const TagSet = [
    { Key: 'Project', Value: 'lambda-efs' },
    { Key: 'Prefix', Value: 'other' },
  ]
  for (const tags of [undefined, TagSet]) {
    if (tags) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tags } }))
    await t.rejects(deploy({ prefix: 'demo', outDir: t.testdir(), packager: packageNothing }), refused)
    await t.rejects(ensureArtifactsBucket(s3, Bucket, 'demo', connection), refused)
  }
  t.same((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet, TagSet)
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }))
  t.same(
    Contents?.map(({ Key }) => Key),
    ['theirs'],
  )
  t.equal(aws.account.cloudFormation.stacks.length, 0)
})

t.test('a bucket that a parallel deployment makes counts as ours', async t => {
  const aws = await startLocalAws({ region: 'eu-central-1' })
  t.teardown(() => aws.close())
  const { region, accountId } = aws
  const config = { region, endpoint: aws.endpoint, credentials: aws.credentials, forcePathStyle: true }
  const [s3, faster] = [new S3Client(config), new S3Client(config)]
  const connection = { accountId, region } as AwsConnection
  // After the check and before the creation.
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        if (commandName === 'CreateBucketCommand') await ensureArtifactsBucket(faster, 'artifacts', 'demo', connection)
        return next(args)
      },
    { step: 'initialize' },
  )
  await t.resolves(ensureArtifactsBucket(s3, 'artifacts', 'demo', connection))
  t.equal(await bucketState(s3, 'artifacts', { ...connection, prefix: 'demo' }), 'ours')
})

t.test('a bucket that cannot be made is an error', async t => {
  const aws = await startLocalAws({ region: 'eu-central-1' })
  t.teardown(() => aws.close())
  const { region, endpoint, credentials, accountId } = aws
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true })
  const elsewhere = { accountId, region: 'eu-west-1' } as AwsConnection
  await t.rejects(ensureArtifactsBucket(s3, 'artifacts', 'demo', elsewhere), {
    name: 'IllegalLocationConstraintException',
  })
  t.equal(aws.account.s3.buckets.size, 0)
})

t.test('the next deployment closes a bucket that an interrupted one left open', async t => {
  await useLocalAws(t)
  const connection = await connectToAws()
  const s3 = new S3Client(connection.s3ClientConfig)
  const Bucket = 'artifacts'
  await s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }))
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: stackTags('demo') } }))
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
  t.equal(await ensureArtifactsBucket(s3, Bucket, 'demo', connection), false)
  t.match(await s3.send(new GetPublicAccessBlockCommand({ Bucket })), {
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  })
  t.match(await s3.send(new GetBucketOwnershipControlsCommand({ Bucket })), {
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  })
})

t.test('a deployment keeps tags that somebody added to the bucket', async t => {
  await useLocalAws(t)
  const connection = await connectToAws()
  const s3 = new S3Client(connection.s3ClientConfig)
  await ensureArtifactsBucket(s3, 'artifacts', 'demo', connection)
  const TagSet = [{ Key: 'CostCenter', Value: '7' }, ...stackTags('demo')]
  await s3.send(new PutBucketTaggingCommand({ Bucket: 'artifacts', Tagging: { TagSet } }))
  await ensureArtifactsBucket(s3, 'artifacts', 'demo', connection)
  t.same((await s3.send(new GetBucketTaggingCommand({ Bucket: 'artifacts' }))).TagSet, TagSet)
})

t.test('an artifact is uploaded once, and again only if the earlier upload is incomplete', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const { region, accountId } = aws
  const s3 = new S3Client({ region, endpoint: aws.endpoint, credentials: aws.credentials, forcePathStyle: true })
  await ensureArtifactsBucket(s3, 'artifacts', 'demo', { accountId, region } as AwsConnection)
  const artifact = { key: 'templates/main-1.yaml', body: 'Résumé: 1\n', contentType: 'application/yaml' }
  t.equal(await uploadArtifact(s3, 'artifacts', artifact, accountId), true)
  t.equal(await uploadArtifact(s3, 'artifacts', artifact, accountId), false)
  const stored = await s3.send(new GetObjectCommand({ Bucket: 'artifacts', Key: artifact.key }))
  t.equal(await stored.Body?.transformToString(), artifact.body)
  t.equal(await uploadArtifact(s3, 'artifacts', { ...artifact, body: 'Résumé: 12\n' }, accountId), true)
})
