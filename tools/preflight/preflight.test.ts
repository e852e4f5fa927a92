import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { artifactsBucketName } from '../deploy/artifacts-bucket.ts'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing, useLocalAws } from '../deploy/deploy-fixture.ts'
import { stackTags } from '../deploy/stack-tags.ts'
import { type LocalAws, startLocalAws } from '../local-aws/server.ts'
import { deployPolicy } from './deploy-policy.ts'
import { becomeDeployer, setEnvironment, without } from './deployer-fixture.ts'
import type { Finding } from './finding.ts'
import { checkMachine } from './machine.ts'
import { checkNames } from './names.ts'
import { preflight, type PreflightOptions } from './preflight.ts'

// One test makes a whole stack; on a machine that runs the other tests as well that may take half a minute.
t.setTimeout(600_000)

const prefix = 'demo'

async function look(options: PreflightOptions = {}): Promise<readonly Finding[]> {
  return preflight({ prefix, ...options })
}

function of(findings: readonly Finding[], check: string): Finding | undefined {
  return findings.find(finding => finding.check === check)
}

function notOk(findings: readonly Finding[]): string[] {
  return findings.filter(({ outcome }) => outcome !== 'ok').map(({ check, outcome }) => `${check} ${outcome}`)
}

async function useAccountWith(t: Test, concurrentExecutions: number): Promise<LocalAws> {
  const aws = await startLocalAws({ concurrentExecutions })
  t.teardown(() => aws.close())
  setEnvironment(t, aws.environment)
  return aws
}

t.test('an account where nothing stands in the way: every check is ok', async t => {
  const aws = await useLocalAws(t)
  const findings = await look()
  t.same(notOk(findings), [])
  t.match(of(findings, 'credentials'), { sentence: new RegExp(aws.accountId) })
  t.match(of(findings, 'Region'), { sentence: /us-east-1, zones us-east-1a/ })
  const checks = findings.map(({ check }) => check)
  t.same(checks.toSorted(), [
    'Node.js',
    'Region',
    'VPCs',
    'buckets',
    'concurrency',
    'credentials',
    'functions',
    'log groups',
    'memory',
    'packaging',
    'permissions',
    'roles',
    'stack',
  ])
})

t.test('a deployed system is no obstacle to its own update', async t => {
  await useLocalAws(t)
  await deploy({ prefix, outDir: t.testdir(), packager: packageNothing })
  const findings = await look({ vpcQuota: 1 })
  t.same(notOk(findings), [])
  t.match(of(findings, 'stack'), { sentence: /demo is there, CREATE_COMPLETE/ })
  t.match(of(findings, 'VPCs'), { sentence: /this deployment has one/ })
})

t.test('too little concurrency for ten calls at once is a problem, just enough a warning', async t => {
  await t.test('a new account has ten', async t => {
    await useAccountWith(t, 10)
    t.match(of(await look(), 'concurrency'), {
      outcome: 'warning',
      sentence: /Just 10 of 10 .* new account/,
      nextStep: /request-service-quota-increase --service-code lambda --quota-code L-B99A9384/,
    })
  })
  await t.test('fewer', async t => {
    await useAccountWith(t, 5)
    t.match(of(await look(), 'concurrency'), {
      outcome: 'problem',
      sentence: /Only 5 of 5/,
      nextStep: /answered with 500/,
    })
  })
})

t.test('a function with more memory than a new account may use is a warning', async t => {
  await useLocalAws(t)
  const findings = await look({ parameters: { ConsumerMemorySize: '4096' } })
  t.match(of(findings, 'memory'), { outcome: 'warning', sentence: /ConsumerMemorySize 4096 MB: more than 3008 MB/ })
  t.match(of(await look(), 'memory'), {
    outcome: 'ok',
    sentence: /ProducerMemorySize 1024 MB, ConsumerMemorySize 1769 MB/,
  })
  await t.rejects(look({ parameters: { ConsumerMemorySize: 'much' } }), { code: 'MISUSED' })
})

t.test('a Region with as many VPCs as the default quota is a warning, as many as a given one a problem', async t => {
  const { region, endpoint, credentials } = await useLocalAws(t)
  const ec2 = new EC2Client({ region, endpoint, credentials })
  for (let count = 0; count < 5; count += 1) await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }))
  const { length } = (await ec2.send(new DescribeVpcsCommand({}))).Vpcs!
  const sentence = new RegExp(`${length} of 5 VPCs`)
  t.match(of(await look(), 'VPCs'), { outcome: 'warning', sentence, nextStep: /L-F678F1CE/ })
  t.match(of(await look({ vpcQuota: length }), 'VPCs'), { outcome: 'problem', sentence: /no room for another\.$/ })
  t.match(of(await look({ vpcQuota: 20 }), 'VPCs'), { outcome: 'ok' })
})

t.test('names that something else has are problems, each told with what to do', async t => {
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
  const findings = await look()
  t.same(notOk(findings), ['buckets problem', 'roles problem', 'log groups problem'])
  t.match(of(findings, 'roles'), { sentence: /without a stack: demo-consumer\.$/, nextStep: /--prefix/ })
  t.match(of(findings, 'log groups'), {
    sentence: /\/aws\/lambda\/demo-producer/,
    nextStep: /npm run destroy -- --prefix demo/,
  })
  const Bucket = 'demo-ml-models-bucket'
  t.match(of(findings, 'buckets'), { sentence: `Bucket ${Bucket} is there without our tags.`, nextStep: /aws s3 rb/ })
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: stackTags('demo') } }))
  t.match(of(await look(), 'buckets'), { outcome: 'problem', sentence: `Bucket ${Bucket} is there without a stack.` })

  const connection = { ...(await connectToAws()), accountId: '111111111111' }
  t.match(of(await checkNames({ connection, prefix }), 'buckets'), {
    outcome: 'problem',
    sentence: `The name ${Bucket} is taken by another account, or in another Region.`,
  })
  const Statement = [
    { Effect: 'Deny', Principal: '*', Action: 's3:GetBucketTagging', Resource: `arn:aws:s3:::${Bucket}` },
  ]
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }))
  t.match(of(await look(), 'buckets'), { outcome: 'unknown', sentence: /s3:GetBucketTagging/ })
})

t.test('somebody else has a bucket of the name that the artifacts need', async t => {
  const { region, endpoint, credentials } = await useLocalAws(t)
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true })
  const Bucket = artifactsBucketName(prefix, await connectToAws())
  await s3.send(new CreateBucketCommand({ Bucket }))
  t.match(of(await look(), 'buckets'), { outcome: 'problem', sentence: `Bucket ${Bucket} is there without our tags.` })
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: stackTags(prefix) } }))
  t.match(of(await look(), 'buckets'), {
    outcome: 'ok',
    sentence: new RegExp(`${Bucket} is there, of this deployment`),
  })
})

t.test("a stack that is not this project's is a problem", async t => {
  const { region, endpoint, credentials } = await useLocalAws(t)
  const TemplateBody = JSON.stringify({ Resources: { Logs: { Type: 'AWS::Logs::LogGroup' } } })
  const client = new CloudFormationClient({ region, endpoint, credentials })
  await client.send(new CreateStackCommand({ StackName: prefix, TemplateBody }))
  t.match(of(await look(), 'stack'), { outcome: 'problem', sentence: /made by something else/, nextStep: /--prefix/ })
})

t.test('permissions are asked of IAM, and what it refuses is named', async t => {
  const policy = (aws: LocalAws) => deployPolicy({ accountId: aws.accountId, region: aws.region, prefix })
  await t.test('all of the deploy policy', async t => {
    const aws = await useLocalAws(t)
    await becomeDeployer(t, aws, policy(aws))
    const findings = await look()
    t.same(notOk(findings), [])
    t.match(of(findings, 'permissions'), { sentence: /role\/people\/deployer may do all \d+ actions/ })
  })
  await t.test('one action less', async t => {
    const aws = await useLocalAws(t)
    await becomeDeployer(t, aws, without(policy(aws), 'iam:PassRole'))
    t.match(of(await look(), 'permissions'), {
      outcome: 'problem',
      sentence: /may not do 1 of \d+ actions: iam:PassRole\.$/,
      nextStep: /deploy-policy\.json/,
    })
  })
  await t.test('IAM may not be asked: unknown, not ok', async t => {
    const aws = await useLocalAws(t)
    const blind = without(without(policy(aws), 'iam:SimulatePrincipalPolicy'), 'lambda:GetAccountSettings')
    await becomeDeployer(t, aws, blind)
    const findings = await look()
    t.same(notOk(findings), ['concurrency unknown', 'permissions unknown'])
    t.match(of(findings, 'permissions'), { sentence: /iam:SimulatePrincipalPolicy/ })
  })
  await t.test('one resource of a statement less', async t => {
    const aws = await useLocalAws(t)
    const all = policy(aws)
    const Statement = all.Statement.map(one => {
      return one.Sid === 'Functions' ? { ...one, Resource: one.Resource.filter(arn => !/consumer/.test(arn)) } : one
    })
    await becomeDeployer(t, aws, { ...all, Statement })
    const sentence = /may not do \d+ of \d+ actions: lambda:CreateFunction/
    t.match(of(await look(), 'permissions'), { outcome: 'problem', sentence })
  })
  await t.test('the description of the stack is refused: a problem, since the deployment needs it', async t => {
    const aws = await useLocalAws(t)
    await becomeDeployer(t, aws, without(policy(aws), 'cloudformation:DescribeStacks'))
    const sentence = /cloudformation:DescribeStacks/
    t.match(of(await look(), 'stack'), { outcome: 'problem', sentence, nextStep: /--prefix/ })
  })
})

t.test('a service role makes the resources', async t => {
  const makeRole = async ({ region, endpoint, credentials }: LocalAws, RoleName: string) => {
    const trust = { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
    const iam = new IAMClient({ region, endpoint, credentials })
    return (await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))).Role!.Arn!
  }
  await t.test('its own policies are not asked for: unknown; it is there: ok', async t => {
    const roleArn = await makeRole(await useLocalAws(t), 'service')
    const findings = await look({ roleArn })
    t.match(of(findings, 'permissions'), { outcome: 'unknown', sentence: /role\/service makes/ })
    t.match(of(findings, 'service role'), { outcome: 'ok', sentence: /role\/service is there/ })
  })
  await t.test('it is not there', async t => {
    await useLocalAws(t)
    const roleArn = 'arn:aws:iam::000000000000:role/service'
    t.match(of(await look({ roleArn }), 'service role'), { outcome: 'problem', sentence: /There is no role .*service/ })
  })
  await t.test('the caller may not pass it', async t => {
    const aws = await useLocalAws(t)
    const roleArn = await makeRole(aws, 'service')
    const all = deployPolicy({ accountId: aws.accountId, region: aws.region, prefix })
    await becomeDeployer(t, aws, all)
    t.match(of(await look({ roleArn }), 'service role'), { outcome: 'problem', sentence: /may not pass .*service/ })
  })
  await t.test('the caller may pass it to CloudFormation', async t => {
    const aws = await useLocalAws(t)
    const roleArn = await makeRole(aws, 'service')
    const { Version, Statement } = deployPolicy({ accountId: aws.accountId, region: aws.region, prefix })
    const Condition = { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } }
    const pass = { Sid: 'Pass', Effect: 'Allow', Action: ['iam:PassRole'], Resource: [roleArn], Condition } as const
    await becomeDeployer(t, aws, { Version, Statement: [...Statement, pass] })
    t.match(of(await look({ roleArn }), 'service role'), { outcome: 'ok', sentence: /may pass it to CloudFormation/ })
  })
  await t.test('an empty argument, as of a variable that is not set, is misuse', async t => {
    await useLocalAws(t)
    await t.rejects(look({ roleArn: '' }), { code: 'MISUSED', message: /AWS_SERVICE_ROLE_ARN/ })
  })
})

t.test('without credentials nothing more is looked at', async t => {
  setEnvironment(t, {
    HOME: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_PROFILE: undefined,
    AWS_ENDPOINT_URL: undefined,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
  })
  const findings = await look({ region: 'us-east-1' })
  t.same(notOk(findings), ['credentials problem'])
  t.match(of(findings, 'credentials'), { sentence: 'There are no AWS credentials.', nextStep: /npm run local/ })
})

t.test('an old Node.js is a problem', async t => {
  const [node] = await checkMachine({}, undefined, '18.19.1')
  t.match(node, { outcome: 'problem', sentence: /This is Node\.js 18\.19\.1; the tools need 20\.20\.0/ })
  const [late] = await checkMachine({}, undefined, '24.0.0')
  t.match(late, { outcome: 'ok' })
})
