import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { impatient } from './destroy-fixture.ts'
import { destroy } from './destroy.ts'
import { runAwsCommand } from './run-aws-command-fixture.ts'

const run = promisify(execFile)
// Each call of the AWS CLI takes about a second, and longer while other tests run.
t.setTimeout(600_000)

t.test('a bucket with versions is listed with commands that remove it', async t => {
  const aws = await useLocalAws(t)
  const connection = await connectToAws()
  const s3 = new S3Client(connection.s3ClientConfig)
  const Bucket = 'demo-ml-models-bucket'
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: stackTags('demo') } }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'before', Body: 'x' }))
  const plain = (await destroy({ prefix: 'demo', pace: impatient })).leftovers[0]!.commands
  t.same(plain, [`aws s3 rb s3://${Bucket} --force --region us-east-1`], 'without versions')

  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  for (let index = 0; index < 110; index += 1)
    await s3.send(new PutObjectCommand({ Bucket, Key: `a "quoted" key's ${index}`, Body: 'x' }))
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'before' }))
  await t.rejects(runAwsCommand(plain[0]!, connection), { name: 'BucketNotEmpty' }, 'rb --force leaves versions')
  const { leftovers } = await destroy({ prefix: 'demo', pace: impatient })
  const commands = leftovers[0]!.commands
  t.equal(commands.length, 2)
  const hasCli = await run('aws', ['--version']).catch(() => undefined)
  if (!hasCli) return void t.pass('they remove it', { skip: 'this machine has no AWS CLI to run them with' })
  for (const command of commands) await run('sh', ['-c', command])
  t.equal(aws.account.s3.buckets.size, 0)
})
