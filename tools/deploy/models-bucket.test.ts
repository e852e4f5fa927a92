import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, ListBucketsCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { deploy } from './deploy.ts'
import { packageNothing, useLocalAws } from './deploy-fixture.ts'
import { findStack } from '../stack/find-stack.ts'
import { stackTags } from '../stack/stack-tags.ts'

t.test('a deployment whose models bucket has a taken name is refused before anything is made', async t => {
  await useLocalAws(t)
  using connection = await connectToAws()
  const s3 = connection.clients.get(S3Client)
  const Bucket = 'demo-ml-models-bucket'
  await s3.send(new CreateBucketCommand({ Bucket }))
  const target = { prefix: 'demo', outDir: t.testdir(), packager: packageNothing }
  await t.rejects(deploy(target), {
    code: 'BUCKET_NAME_TAKEN',
    message: /demo-ml-models-bucket is there without a stack, and without our tags\. Nothing was made\./,
    nextStep: /npm run destroy -- --prefix demo/,
  })
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: stackTags('demo') } }))
  await t.rejects(deploy(target), { code: 'BUCKET_NAME_TAKEN', message: /there without a stack\./ })
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
  t.same(
    Buckets.map(({ Name }) => Name),
    [Bucket],
  )
  t.equal(await findStack(connection.clients.get(CloudFormationClient), 'demo'), undefined)
})
