import { CreateBucketCommand, DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { startLocalAws } from '../local-aws/server.ts'
import { ensureBucketPrefixes } from './bucket-prefixes.ts'

t.test('models/, inputs/ and outputs/ exist after the first deployment, and only missing ones are made', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const { region, endpoint, credentials } = aws
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true })
  const Bucket = 'models'
  await s3.send(new CreateBucketCommand({ Bucket }))
  t.same(await ensureBucketPrefixes(s3, Bucket, aws.accountId), ['models/', 'inputs/', 'outputs/'])
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }))
  t.match(Contents, [
    { Key: 'inputs/', Size: 0 },
    { Key: 'models/', Size: 0 },
    { Key: 'outputs/', Size: 0 },
  ])
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'inputs/' }))
  t.same(await ensureBucketPrefixes(s3, Bucket, aws.accountId), ['inputs/'])
})
