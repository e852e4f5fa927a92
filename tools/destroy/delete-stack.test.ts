import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { silent } from '../command/progress.ts'
import { recordProgress, useLocalAws } from '../deploy/deploy-fixture.ts'
import { findStack, followStack } from '../deploy/follow-stack.ts'
import { StackEventReader } from '../deploy/stack-event-reader.ts'
import { deleteStack } from './delete-stack.ts'
import { emptyBucket } from './empty-bucket.ts'
import { stackBuckets } from './stack-buckets.ts'

const TemplateBody = 'Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: full}}}'

/** A stack whose deletion fails, because its bucket holds an object. */
async function stackWithFullBucket(t: Test) {
  const aws = await useLocalAws(t)
  const { clientConfig, s3ClientConfig } = await connectToAws()
  const client = new CloudFormationClient(clientConfig)
  const s3 = new S3Client(s3ClientConfig)
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 'demo', TemplateBody }))
  await followStack(client, StackId!, new StackEventReader(client, StackId!), { progress: silent })
  await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'models/a', Body: 'a' }))
  const stack = (await findStack(client, 'demo')) as Stack
  return { client, stack, empty: () => emptyBucket(s3, 'full', { owner: aws.accountId }) }
}

t.test('a deletion that fails is tried once more, after what was in the way was cleared again', async t => {
  const { client, stack, empty } = await stackWithFullBucket(t)
  t.same(await stackBuckets(client, stack.StackId!), ['full'])
  const { progress, lines } = recordProgress()
  let attempts = 0
  const clearTheWay = async () => {
    attempts += 1
    if (attempts === 2) await empty()
  }
  const removed = await deleteStack(client, stack, { roleArn: undefined, progress, clearTheWay })
  t.match(removed, [
    { type: 'AWS::S3::Bucket', id: 'full' },
    { type: 'AWS::CloudFormation::Stack', id: 'demo' },
  ])
  t.ok(lines.some(line => /DELETE_FAILED: Bucket .*not empty.*Trying once more/.test(line)))
  t.equal(await findStack(client, 'demo'), undefined)
})

t.test('when it fails twice, the reason and the next step are told', async t => {
  const { client, stack } = await stackWithFullBucket(t)
  const { progress } = recordProgress()
  await t.rejects(deleteStack(client, stack, { roleArn: undefined, progress, clearTheWay: async () => {} }), {
    code: 'DELETE_FAILED',
    message: /Bucket \(AWS::S3::Bucket\).*not empty/,
    nextStep: /npm run destroy/,
  })
})

t.test('a deletion that someone else has started is waited for', async t => {
  const { client, stack, empty } = await stackWithFullBucket(t)
  await empty()
  await client.send(new DeleteStackCommand({ StackName: 'demo' }))
  const { progress } = recordProgress()
  await deleteStack(client, stack, { roleArn: undefined, progress, clearTheWay: async () => {} })
  t.equal(await findStack(client, 'demo'), undefined)
})
