import t from 'tap'
import { accountAlone, permissionsAsked } from '../../../asked-permissions-fixture.ts'
import { Bucket } from '../bucket.ts'

const account = accountAlone()
for (const name of ['b', 'source']) account.s3.buckets.set(name, new Bucket(name, 'aws', new Date()))
const asked = permissionsAsked(account, 's3')
const by = (more: object = {}) => `with ${JSON.stringify({ ...more, 's3:ResourceAccount': '000000000000' })}`
const input = { Bucket: 'b', Key: 'k' }

t.test('an operation on a bucket needs one action on it', t => {
  for (const [operation, action] of [
    ['DeleteBucket', 'DeleteBucket'],
    ['DeleteBucketEncryption', 'PutEncryptionConfiguration'],
    ['DeleteBucketLifecycle', 'PutLifecycleConfiguration'],
    ['DeleteBucketOwnershipControls', 'PutBucketOwnershipControls'],
    ['DeleteBucketPolicy', 'DeleteBucketPolicy'],
    ['DeleteBucketTagging', 'PutBucketTagging'],
    ['DeletePublicAccessBlock', 'PutBucketPublicAccessBlock'],
    ['GetBucketEncryption', 'GetEncryptionConfiguration'],
    ['GetBucketLifecycleConfiguration', 'GetLifecycleConfiguration'],
    ['GetBucketLocation', 'GetBucketLocation'],
    ['GetBucketNotificationConfiguration', 'GetBucketNotification'],
    ['GetBucketOwnershipControls', 'GetBucketOwnershipControls'],
    ['GetBucketPolicy', 'GetBucketPolicy'],
    ['GetBucketPolicyStatus', 'GetBucketPolicyStatus'],
    ['GetBucketTagging', 'GetBucketTagging'],
    ['GetBucketVersioning', 'GetBucketVersioning'],
    ['GetPublicAccessBlock', 'GetBucketPublicAccessBlock'],
    ['HeadBucket', 'ListBucket'],
    ['ListMultipartUploads', 'ListBucketMultipartUploads'],
    ['ListObjectVersions', 'ListBucketVersions'],
    ['ListObjects', 'ListBucket'],
    ['ListObjectsV2', 'ListBucket'],
    ['PutBucketEncryption', 'PutEncryptionConfiguration'],
    ['PutBucketLifecycleConfiguration', 'PutLifecycleConfiguration'],
    ['PutBucketNotificationConfiguration', 'PutBucketNotification'],
    ['PutBucketOwnershipControls', 'PutBucketOwnershipControls'],
    ['PutBucketPolicy', 'PutBucketPolicy'],
    ['PutBucketTagging', 'PutBucketTagging'],
    ['PutBucketVersioning', 'PutBucketVersioning'],
    ['PutPublicAccessBlock', 'PutBucketPublicAccessBlock'],
  ] as const)
    t.same(asked(operation, { Bucket: 'b' }), [`s3:${action} on arn:aws:s3:::b ${by()}`], operation)
  t.same(asked('CreateBucket', { Bucket: 'new' }), ['s3:CreateBucket on arn:aws:s3:::new'])
  t.same(asked('ListBuckets'), ['s3:ListAllMyBuckets on *'])
  t.same(asked('DeleteObjects', { Bucket: 'b' }), [], 'each key is asked for while it is deleted')
  for (const operation of ['HeadBucket', 'DeleteObjects'])
    t.throws(() => asked(operation, { Bucket: 'none' }), { code: 'NoSuchBucket', statusCode: 404 })
  t.throws(() => asked('HeadBucket', { Bucket: 'b', ExpectedBucketOwner: '111111111111' }), {
    code: 'AccessDenied',
    statusCode: 403,
  })
  const listed = { Bucket: 'b', Prefix: 'p', Delimiter: '/', MaxKeys: 5 }
  const keys = by({ 's3:prefix': 'p', 's3:delimiter': '/', 's3:max-keys': '5' })
  t.same(asked('ListObjectsV2', listed), [`s3:ListBucket on arn:aws:s3:::b ${keys}`])
  t.same(asked('ListObjectVersions', listed), [`s3:ListBucketVersions on arn:aws:s3:::b ${keys}`])
  t.end()
})

t.test('an operation on an object needs one action on it, and another for a version', t => {
  const on = (action: string, more?: object) => `s3:${action} on arn:aws:s3:::b/k ${by(more)}`
  for (const [operation, action] of [
    ['AbortMultipartUpload', 'AbortMultipartUpload'],
    ['CompleteMultipartUpload', 'PutObject'],
    ['CreateMultipartUpload', 'PutObject'],
    ['ListParts', 'ListMultipartUploadParts'],
    ['PutObject', 'PutObject'],
    ['UploadPart', 'PutObject'],
  ] as const)
    t.same(asked(operation, input), [on(action)], operation)
  for (const [operation, action, versionAction] of [
    ['DeleteObject', 'DeleteObject', 'DeleteObjectVersion'],
    ['DeleteObjectTagging', 'DeleteObjectTagging', 'DeleteObjectVersionTagging'],
    ['GetObject', 'GetObject', 'GetObjectVersion'],
    ['GetObjectTagging', 'GetObjectTagging', 'GetObjectVersionTagging'],
    ['HeadObject', 'GetObject', 'GetObjectVersion'],
    ['PutObjectTagging', 'PutObjectTagging', 'PutObjectVersionTagging'],
  ] as const) {
    t.same(asked(operation, input), [on(action)], operation)
    t.same(asked(operation, { ...input, VersionId: 'v' }), [on(versionAction, { 's3:VersionId': 'v' })], operation)
  }
  t.same(asked('GetObjectAttributes', input), [on('GetObject'), on('GetObjectAttributes')])
  t.same(asked('GetObjectAttributes', { ...input, VersionId: 'v' }), [
    on('GetObjectVersion'),
    on('GetObjectVersionAttributes'),
  ])
  const context = {
    's3:x-amz-acl': 'private',
    's3:x-amz-server-side-encryption': 'AES256',
    's3:x-amz-storage-class': 'STANDARD',
  }
  const whole = { ...input, ACL: 'private', ServerSideEncryption: 'AES256', StorageClass: 'STANDARD' }
  for (const operation of ['PutObject', 'CreateMultipartUpload']) {
    t.same(asked(operation, whole), [on('PutObject', context)])
    t.same(asked(operation, { ...input, Tagging: 'a=b' }), [on('PutObject'), on('PutObjectTagging')])
  }
  t.end()
})

t.test('a copy also reads its source', t => {
  const source = (action: string) => `s3:${action} on arn:aws:s3:::source/a b ${by()}`
  const write = `s3:PutObject on arn:aws:s3:::b/k ${by()}`
  for (const operation of ['CopyObject', 'UploadPartCopy']) {
    for (const CopySource of ['source/a%20b', '/source/a+b', 'source%2Fa%20b'])
      t.same(asked(operation, { ...input, CopySource }), [source('GetObject'), write], CopySource)
    t.same(asked(operation, { ...input, CopySource: 'source/a%20b?versionId=v' }), [source('GetObjectVersion'), write])
    for (const CopySource of ['source', 'source/', '/', '%zz/k', undefined])
      t.throws(() => asked(operation, { ...input, CopySource }), {
        code: 'InvalidArgument',
        message: /^Copy Source must mention the source bucket and key/,
      })
    t.throws(() => asked(operation, { ...input, CopySource: 'arn:aws:s3:::b/k' }), {
      message: 'Invalid copy source object key',
    })
    t.throws(() => asked(operation, { ...input, CopySource: 'source/k', ExpectedSourceBucketOwner: '1' }), {
      code: 'AccessDenied',
    })
  }
  t.end()
})
