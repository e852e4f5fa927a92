import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { clientOfRole, startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'
const bucketArn = 'arn:aws:s3:::shelf'
const forbidden = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }

// A HEAD has no body, so its error has no code.
const headForbidden = { name: 'Unknown', $metadata: { httpStatusCode: 403 } }

const get = (client: S3Client, Key: string) => client.send(new GetObjectCommand({ Bucket, Key }))
const put = (client: S3Client, Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))

t.test('a role may do what its policy allows, on the keys that it names', async t => {
  const { aws, client } = await startS3(t)
  await put(client, 'models/a')
  await put(client, 'outputs/b')
  const reader = clientOfRole(t, aws, { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucketArn}/models/*` })
  await t.resolves(get(reader, 'models/a'))
  await t.rejects(get(reader, 'outputs/b'), {
    ...forbidden,
    message:
      /^User: arn:aws:sts::\d+:assumed-role\/.+\/test is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::shelf\/outputs\/b" because no identity-based policy allows the s3:GetObject action$/,
  })
  await t.rejects(put(reader, 'models/a'), { ...forbidden, message: /s3:PutObject/ })
  await t.rejects(reader.send(new HeadBucketCommand({ Bucket })), headForbidden)
  await t.rejects(reader.send(new ListObjectsV2Command({ Bucket })), { ...forbidden, message: /s3:ListBucket/ })
  await t.rejects(reader.send(new ListBucketsCommand({})), { ...forbidden, message: /s3:ListAllMyBuckets/ })
  await t.rejects(reader.send(new CreateBucketCommand({ Bucket: 'mine' })), {
    ...forbidden,
    message: /s3:CreateBucket/,
  })
  await t.rejects(reader.send(new GetBucketEncryptionCommand({ Bucket })), {
    ...forbidden,
    message: /s3:GetEncryptionConfiguration/,
  })
  const CopySource = 'shelf/models/a'
  await t.rejects(reader.send(new CopyObjectCommand({ Bucket, Key: 'models/c', CopySource })), {
    ...forbidden,
    message: /s3:PutObject/,
  })
})

t.test('only a caller that may list the bucket learns that a key is missing', async t => {
  const { aws } = await startS3(t)
  const statement = { Effect: 'Allow' as const, Action: 's3:GetObject', Resource: `${bucketArn}/*` }
  const blind = clientOfRole(t, aws, statement)
  await t.rejects(get(blind, 'none'), { ...forbidden, message: /s3:ListBucket on resource: "arn:aws:s3:::shelf"/ })
  await t.rejects(blind.send(new HeadObjectCommand({ Bucket, Key: 'none' })), headForbidden)
  const seeing = clientOfRole(t, aws, statement, { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn })
  await t.rejects(get(seeing, 'none'), { name: 'NoSuchKey' })
  await t.rejects(seeing.send(new HeadObjectCommand({ Bucket, Key: 'none' })), { name: 'NotFound' })
})

t.test('listing can be allowed for a prefix', async t => {
  const { aws } = await startS3(t)
  const lister = clientOfRole(t, aws, {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: bucketArn,
    Condition: { StringLike: { 's3:prefix': 'models/*' } },
  })
  await t.resolves(lister.send(new ListObjectsV2Command({ Bucket, Prefix: 'models/a' })))
  await t.rejects(lister.send(new ListObjectsV2Command({ Bucket })), forbidden)
})

t.test('a deletion of many keys reports each forbidden one as a row of the answer', async t => {
  const { aws, client } = await startS3(t)
  await put(client, 'a')
  await put(client, 'b')
  const deleter = clientOfRole(t, aws, { Effect: 'Allow', Action: 's3:DeleteObject', Resource: `${bucketArn}/a` })
  const answer = await deleter.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } }),
  )
  t.match(answer, { Deleted: [{ Key: 'a' }], Errors: [{ Key: 'b', Code: 'AccessDenied' }] })
  await t.rejects(get(client, 'a'), { name: 'NoSuchKey' })
  await t.resolves(get(client, 'b'))
})

function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

t.test('a bucket policy can allow what a role’s own policy does not, and deny what it does', async t => {
  const { aws, client } = await startS3(t)
  await put(client, 'k')
  const nobody = clientOfRole(t, aws)
  const everything = clientOfRole(t, aws, { Effect: 'Allow', Action: 's3:*', Resource: '*' })
  const [first] = [...aws.account.iam.roles.values()]
  const allow = { Effect: 'Allow', Principal: { AWS: first!.arn }, Action: 's3:GetObject', Resource: `${bucketArn}/*` }
  const deny = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `${bucketArn}/*` }
  const text = policy(allow, deny)
  await t.rejects(get(nobody, 'k'), forbidden)
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy: text }))
  t.equal((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy, text)
  const { PolicyStatus } = await client.send(new GetBucketPolicyStatusCommand({ Bucket }))
  t.equal(PolicyStatus?.IsPublic, false)
  await t.resolves(get(nobody, 'k'))
  await t.resolves(get(everything, 'k'))
  const explicit = { ...forbidden, message: /with an explicit deny in a resource-based policy/ }
  await t.rejects(put(everything, 'k'), explicit)
  await t.rejects(put(client, 'k'), explicit, 'the root user is denied too')
  await client.send(new DeleteBucketPolicyCommand({ Bucket }))
  await t.resolves(put(everything, 'k'))
  await t.rejects(client.send(new GetBucketPolicyCommand({ Bucket })), { name: 'NoSuchBucketPolicy' })
})

t.test('a policy for plain HTTP does not apply here, and one that denies everybody can be replaced', async t => {
  const { client } = await startS3(t)
  const Condition = { Bool: { 'aws:SecureTransport': 'false' } }
  const everything = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [bucketArn, `${bucketArn}/*`] }
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy: policy({ ...everything, Condition }) }))
  await t.resolves(put(client, 'k'))
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(everything) }))
  await t.rejects(put(client, 'k'), forbidden)
  await client.send(new DeleteBucketPolicyCommand({ Bucket }))
  await t.resolves(put(client, 'k'))
})

t.test('an invalid bucket policy is refused', async t => {
  const { client } = await startS3(t)
  const set = (Policy: string) => client.send(new PutBucketPolicyCommand({ Bucket, Policy }))
  const allow = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: `${bucketArn}/*` }
  const { Principal: _, ...withoutPrincipal } = allow
  await t.rejects(set('{'), { name: 'MalformedPolicy' })
  await t.rejects(set(policy(withoutPrincipal)), { name: 'MalformedPolicy', message: /Principal/ })
  await t.rejects(set(policy({ ...allow, Resource: 'arn:aws:s3:::other/*' })), {
    message: 'Policy has invalid resource',
  })
  await t.rejects(set(policy({ ...allow, Action: 'ec2:*' })), { message: 'Policy has invalid action' })
  await t.rejects(set(policy(allow)), { ...forbidden, message: /BlockPublicPolicy/ })
})

t.test('writing can be allowed for an encryption, a storage class or a canned ACL', async t => {
  const { aws } = await startS3(t)
  for (const [condition, allowed, other] of [
    ['s3:x-amz-storage-class', { StorageClass: 'STANDARD_IA' }, { StorageClass: 'ONEZONE_IA' }],
    ['s3:x-amz-acl', { ACL: 'bucket-owner-full-control' }, { ACL: 'private' }],
    ['s3:x-amz-server-side-encryption', { ServerSideEncryption: 'AES256' }, { ServerSideEncryption: 'aws:kms' }],
  ] as const) {
    const writer = clientOfRole(t, aws, {
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: `${bucketArn}/*`,
      Condition: { StringEquals: { [condition]: Object.values(allowed)[0]! } },
    })
    const write = (members: object) => writer.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...members }))
    await t.resolves(write(allowed), condition)
    await t.rejects(write(other), forbidden, condition)
    await t.rejects(write({}), forbidden, `${condition} is missing`)
  }
})
