import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { ensureArtifactsBucket, hasArtifactsBucket, isOwnBucket } from './artifacts-bucket.ts'
import { ensureBucketPrefixes } from './bucket-prefixes.ts'
import { bucketState, isOfAnotherRegion } from './bucket-state.ts'

const owner = '123456789012'
const connection = { accountId: owner, region: 'eu-central-1' }
const s3Error = (name: string, httpStatusCode: number, headers: object = {}) =>
  Object.assign(new S3ServiceException({ name, message: 'said S3', $fault: 'client', $metadata: { httpStatusCode } }), {
    $response: { headers },
  })
function s3With(answers: Parameters<typeof stubAws>[0]) {
  const stub = stubAws(answers)
  return { s3: stub.connection.clients.get(S3Client), asked: stub.asked }
}
const place = { Bucket: 'artifacts', ExpectedBucketOwner: owner }
const closed = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
const settings = { PutPublicAccessBlock: {}, PutBucketOwnershipControls: {}, PutBucketEncryption: {} }

t.test('a new bucket is tagged at once, and each call names its owner', async t => {
  const { s3, asked } = s3With({
    ...settings,
    HeadBucket: s3Error('NotFound', 404),
    CreateBucket: {},
    PutBucketTagging: {},
  })
  t.equal(await ensureArtifactsBucket(s3, 'artifacts', 'demo', connection as never), true)
  const LocationConstraint = 'eu-central-1'
  t.match(asked, [
    ['HeadBucket', place],
    [
      'CreateBucket',
      {
        Bucket: 'artifacts',
        CreateBucketConfiguration: { LocationConstraint },
        ObjectOwnership: 'BucketOwnerEnforced',
      },
    ],
    ['PutBucketTagging', { ...place, Tagging: { TagSet: stackTags('demo') } }],
    ['PutPublicAccessBlock', { ...place, PublicAccessBlockConfiguration: closed }],
    [
      'PutBucketOwnershipControls',
      { ...place, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } },
    ],
    [
      'PutBucketEncryption',
      {
        ...place,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      },
    ],
  ])
  const first = s3With({ ...settings, HeadBucket: s3Error('NotFound', 404), CreateBucket: {}, PutBucketTagging: {} })
  await ensureArtifactsBucket(first.s3, 'artifacts', 'demo', { ...connection, region: 'us-east-1' } as never)
  t.notOk((first.asked[1]![1] as { CreateBucketConfiguration?: object }).CreateBucketConfiguration)
})

t.test('a bucket of that name is ours, refused, or elsewhere', async t => {
  const own = (HeadBucket: object) => isOwnBucket(s3With({ HeadBucket }).s3, 'artifacts', owner)
  t.equal(await own({}), true)
  for (const error of [
    s3Error('NotFound', 404),
    s3Error('Moved', 301),
    s3Error('BadRequest', 400, { 'x-amz-bucket-region': 'eu-west-1' }),
  ])
    t.equal(await own(error), false)
  await t.rejects(own(s3Error('Forbidden', 403)), {
    code: 'BUCKET_REFUSED',
    message: 'S3 refuses bucket artifacts to account 123456789012.',
    nextStep: /another --prefix\. .* allow s3:ListBucket on it/,
    cause: { name: 'Forbidden' },
  })
  for (const error of [s3Error('BadRequest', 400), s3Error('Slow', 503), new Error('no network')])
    await t.rejects(own(error), { message: error.message })
  const has = (GetBucketTagging: object) =>
    hasArtifactsBucket(s3With({ HeadBucket: {}, GetBucketTagging }).s3, 'artifacts', 'demo', connection)
  t.equal(await has({ TagSet: stackTags('demo') }), true)
  await t.rejects(has({ TagSet: stackTags('other') }), {
    code: 'FOREIGN_BUCKET',
    message: 'Bucket artifacts exists without the tags Project=lambda-efs and Prefix=demo: something else made it.',
    nextStep: 'Use another --prefix, or delete the bucket if nothing uses it.',
  })
})

t.test('the state of a bucket follows from its tags, or from the refusal of S3', async t => {
  const state = (GetBucketTagging: object) =>
    bucketState(s3With({ GetBucketTagging }).s3, 'artifacts', { ...connection, prefix: 'demo' })
  const denied = (message: string) => Object.assign(s3Error('AccessDenied', 403), { message })
  for (const [answer, expected] of [
    [{ TagSet: stackTags('demo') }, 'ours'],
    [{ TagSet: [] }, 'foreign'],
    [s3Error('NoSuchTagSet', 404), 'foreign'],
    [s3Error('NoSuchBucket', 404), 'absent'],
    [s3Error('PermanentRedirect', 301), 'elsewhere'],
    [denied('Access Denied'), 'elsewhere'],
  ] as const)
    t.equal(await state(answer), expected)
  await t.rejects(state(denied('User me is not authorized to perform s3:GetBucketTagging')), { name: 'AccessDenied' })
  await t.rejects(state(s3Error('Odd', 403)), { name: 'Odd' })
  await t.rejects(state(new Error('no network')), /no network/)
  const named = { 'x-amz-bucket-region': 'eu-west-1' }
  t.equal(isOfAnotherRegion(s3Error('x', 400, named), 'eu-west-1'), false)
  t.equal(isOfAnotherRegion(s3Error('x', 400, named), 'eu-central-1'), true)
  t.equal(isOfAnotherRegion(s3Error('x', 403, named), 'eu-central-1'), false)
})

t.test('a missing prefix is an empty object of the owner, and another refusal is an error', async t => {
  const { s3, asked } = s3With({
    HeadObject: ({ Key }) => (Key === 'inputs/' ? {} : s3Error('NotFound', 404)),
    PutObject: {},
  })
  t.same(await ensureBucketPrefixes(s3, 'artifacts', owner), ['models/', 'outputs/'])
  t.match(asked, [
    ['HeadObject', { ...place, Key: 'models/' }],
    ['PutObject', { ...place, Key: 'models/', Body: Buffer.alloc(0) }],
    ['HeadObject', { ...place, Key: 'inputs/' }],
    ['HeadObject', { ...place, Key: 'outputs/' }],
    ['PutObject', { ...place, Key: 'outputs/' }],
  ])
  const refused = s3With({ HeadObject: s3Error('Forbidden', 403) })
  await t.rejects(ensureBucketPrefixes(refused.s3, 'artifacts', owner), { name: 'Forbidden' })
})
