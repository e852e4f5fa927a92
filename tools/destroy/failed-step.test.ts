import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { ensureArtifactsBucket } from '../deploy/artifacts-bucket.ts'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { impatient } from './destroy-fixture.ts'
import { destroy } from './destroy.ts'
import { problemOf } from './require-nothing-left.ts'

for (const [what, Action, failure] of [
  ['an object that S3 does not delete', ['s3:DeleteObject', 's3:DeleteObjectVersion'], { code: 'OBJECT_NOT_DELETED' }],
  ['a bucket that S3 does not delete', ['s3:DeleteBucket'], { code: 'ACCESS_DENIED' }],
] as const) {
  t.test(`${what} does not stop the later steps, and is reported with the leftovers`, async t => {
    const aws = await useLocalAws(t)
    const connection = await connectToAws()
    const s3 = new S3Client(connection.s3ClientConfig)
    const Bucket = artifactsBucketName('demo', connection)
    await ensureArtifactsBucket(s3, Bucket, 'demo', connection)
    await s3.send(new PutObjectCommand({ Bucket, Key: 'functions/a.zip', Body: 'a' }))
    const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`]
    const Statement = [{ Effect: 'Deny', Principal: '*', Action, Resource }]
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
    const logs = new CloudWatchLogsClient(connection.clientConfig)
    const tags = { Project: 'lambda-efs', Prefix: 'demo' }
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/demo-producer', tags }))

    const destruction = await destroy({ prefix: 'demo', pace: impatient })
    t.match(destruction.failures, [failure])
    t.match(destruction.leftovers, [{ type: 'AWS::S3::Bucket', id: Bucket, commands: [/^aws s3 rb/] }])
    t.equal(aws.account.logs.groups.size, 0, 'the later step ran')
    t.match(problemOf(destruction), { code: 'LEFTOVERS', cause: failure })
  })
}
