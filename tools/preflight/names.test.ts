import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { notOk, of, prefix, runPreflight } from './preflight-fixture.ts'
import { checkNames } from './names.ts'

// One test makes a whole stack. On a busy machine that may take half a minute.
t.setTimeout(600_000)

t.test('each name that something else has is a problem with a next step', async t => {
  const client = await useLocalAws(t)
  const config = { region: client.region, endpoint: client.endpoint, credentials: client.credentials }
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  })
  await new IAMClient(config).send(new CreateRoleCommand({ RoleName: 'demo-consumer', AssumeRolePolicyDocument }))
  await new CloudWatchLogsClient(config).send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/demo-producer' }))
  const s3 = new S3Client({ ...config, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'demo-ml-models-bucket' }))
  const findings = await runPreflight()
  t.same(notOk(findings), ['buckets problem', 'roles problem', 'log groups problem'])
  t.match(of(findings, 'roles'), { sentence: /without a stack: demo-consumer\.$/, nextStep: /--prefix/ })
  t.match(of(findings, 'log groups'), {
    sentence: /\/aws\/lambda\/demo-producer/,
    nextStep: /npm run destroy -- --prefix demo/,
  })
  const Bucket = 'demo-ml-models-bucket'
  t.match(of(findings, 'buckets'), { sentence: `Bucket ${Bucket} exists without our tags.`, nextStep: /aws s3 rb/ })
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: stackTags('demo') } }))
  t.match(of(await runPreflight(), 'buckets'), {
    outcome: 'problem',
    sentence: `Bucket ${Bucket} exists without a stack.`,
  })
  t.match(of(await runPreflight(), 'leftovers'), {
    outcome: 'warning',
    sentence: /AWS::S3::Bucket demo-ml-models-bucket/,
  })

  const connection = { ...(await connectToAws()), accountId: '111111111111' }
  t.match(of(await checkNames({ connection, prefix }), 'buckets'), {
    outcome: 'problem',
    sentence: `The name ${Bucket} is taken by another account, or in another Region.`,
  })
  const Statement = [
    { Effect: 'Deny', Principal: '*', Action: 's3:GetBucketTagging', Resource: `arn:aws:s3:::${Bucket}` },
  ]
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }))
  t.match(of(await runPreflight(), 'buckets'), { outcome: 'unknown', sentence: /s3:GetBucketTagging/ })
})

t.test('a foreign bucket with the name of the artifacts bucket is a problem', async t => {
  const { region, endpoint, credentials } = await useLocalAws(t)
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true })
  const Bucket = artifactsBucketName(prefix, await connectToAws())
  await s3.send(new CreateBucketCommand({ Bucket }))
  t.match(of(await runPreflight(), 'buckets'), {
    outcome: 'problem',
    sentence: `Bucket ${Bucket} exists without our tags.`,
  })
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: stackTags(prefix) } }))
  const findings = await runPreflight()
  t.match(of(findings, 'buckets'), {
    outcome: 'ok',
    sentence: new RegExp(`${Bucket} exists and belongs to this deployment`),
  })
  t.match(of(findings, 'leftovers'), { outcome: 'ok', sentence: 'nothing has the tags of an earlier deployment' })
})

t.test('a stack of another project is a problem', async t => {
  const { region, endpoint, credentials } = await useLocalAws(t)
  const TemplateBody = JSON.stringify({ Resources: { Logs: { Type: 'AWS::Logs::LogGroup' } } })
  const client = new CloudFormationClient({ region, endpoint, credentials })
  await client.send(new CreateStackCommand({ StackName: prefix, TemplateBody }))
  t.match(of(await runPreflight(), 'stack'), {
    outcome: 'problem',
    sentence: /something else made it/,
    nextStep: /--prefix/,
  })
})
