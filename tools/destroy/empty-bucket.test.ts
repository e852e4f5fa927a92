import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { startLocalAws } from '../local-aws/server.ts'
import { emptyBucket } from './empty-bucket.ts'

t.test('versions, delete markers and unfinished uploads are removed, so that the bucket can be deleted', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const { region, endpoint, credentials } = aws
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true })
  const Bucket = 'models'
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({ Bucket, Key: 'models/a b+c.onnx', Body }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'models/', Body: Buffer.alloc(0) }))
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'models/a b+c.onnx' }))
  await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'models/large.onnx' }))
  await t.rejects(s3.send(new DeleteBucketCommand({ Bucket })), { name: 'BucketNotEmpty' })

  const seen: number[] = []
  const options = { owner: aws.accountId, onProgress: (removed: number) => seen.push(removed) }
  t.equal(await emptyBucket(s3, Bucket, options), 5, 'three versions, one delete marker, one upload')
  t.same(seen, [4])
  await s3.send(new DeleteBucketCommand({ Bucket }))
})

t.test('a bucket with more entries than one page is emptied', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const { region, endpoint, credentials } = aws
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true })
  const Bucket = 'models'
  await s3.send(new CreateBucketCommand({ Bucket }))
  const keys = Array.from({ length: 1001 }, (_, index) => `inputs/${index}`)
  while (keys.length > 0) {
    await Promise.all(
      keys.splice(0, 50).map(Key => s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(0) }))),
    )
  }
  t.equal(await emptyBucket(s3, Bucket, { owner: aws.accountId }), 1001)
  await s3.send(new DeleteBucketCommand({ Bucket }))
})
