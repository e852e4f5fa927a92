import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing, useLocalAws } from '../deploy/deploy-fixture.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { destroy } from './destroy.ts'
import { deployDemo, impatient } from './destroy-fixture.ts'
import { destructionPlan } from './destruction-plan.ts'
import { expectedLogGroups } from './expected-log-groups.ts'
import { findLeftovers } from './find-leftovers.ts'
import { problemOf } from './require-nothing-left.ts'

t.setTimeout(600_000)

const groups = ['producer', 'consumer', 'observer'].map(name => `/aws/lambda/demo-${name}`)

t.test('buckets, log groups and roles that only have our names are kept, and are no leftovers', async t => {
  const aws = await useLocalAws(t)
  const connection = await connectToAws()
  const s3 = new S3Client(connection.s3ClientConfig)
  const buckets = ['demo-ml-models-bucket', artifactsBucketName('demo', connection)]
  for (const Bucket of buckets) {
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'theirs', Body: 'theirs' }))
  }
  const logs = new CloudWatchLogsClient(connection.clientConfig)
  const tags = { Project: 'something' }
  for (const logGroupName of groups) await logs.send(new CreateLogGroupCommand({ logGroupName }))
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/apigateway/demo', tags }))
  const Statement = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }]
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  const role = new CreateRoleCommand({ RoleName: 'demo-producer', AssumeRolePolicyDocument })
  await new IAMClient(connection.clientConfig).send(role)

  t.same(await destructionPlan(connection, 'demo'), [])
  const destruction = await destroy({ prefix: 'demo', pace: impatient })
  t.same(destruction.removed, [])
  t.same(destruction.leftovers, [])
  t.same(
    destruction.notOurs.map(({ id }) => id).sort(),
    [...buckets, ...groups, '/aws/apigateway/demo', 'demo-producer'].sort(),
  )
  t.equal(problemOf(destruction), undefined)
  t.same([...aws.account.s3.buckets.keys()], buckets)
  t.equal(aws.account.logs.groups.size, 4)
  t.ok(aws.account.iam.roles.has('demo-producer'))
})

t.test('a resource that is not ours is listed also beside one of its type that is ours', async t => {
  await useLocalAws(t)
  const connection = await connectToAws()
  const logs = new CloudWatchLogsClient(connection.clientConfig)
  const [ours, theirs] = groups
  const tags = Object.fromEntries(stackTags('demo').map(({ Key, Value }) => [Key, Value]))
  await logs.send(new CreateLogGroupCommand({ logGroupName: ours, tags }))
  await logs.send(new CreateLogGroupCommand({ logGroupName: theirs }))
  const { found, notOurs } = await findLeftovers(
    connection,
    'demo',
    expectedLogGroups('demo', undefined, { tree: [], hasObserver: false }),
  )
  t.match(found, [{ type: 'AWS::Logs::LogGroup', id: ours }])
  t.same(notOurs, [{ type: 'AWS::Logs::LogGroup', id: theirs }])
})

t.test('a log group that made the creation of the stack fail is not treated as its own', async t => {
  const aws = await useLocalAws(t)
  const connection = await connectToAws()
  const logs = new CloudWatchLogsClient(connection.clientConfig)
  const [logGroupName] = groups
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  await t.rejects(deploy({ prefix: 'demo', outDir: t.testdir(), packager: packageNothing }), { code: 'DEPLOY_FAILED' })
  const { leftovers, notOurs } = await destroy({ prefix: 'demo', pace: impatient })
  t.same(leftovers, [])
  t.same(notOurs, [{ type: 'AWS::Logs::LogGroup', id: logGroupName }])
  t.same([...aws.account.logs.groups.keys()], [logGroupName])
})

t.test('a deployment with a prefix that begins with the same letters is not touched', async t => {
  const { connection } = await deployDemo(t)
  await deploy({ prefix: 'demo-b', outDir: t.testdir(), packager: packageNothing })
  const before = await destructionPlan(connection, 'demo-b')
  const { leftovers, notOurs } = await destroy({ prefix: 'demo', pace: impatient })
  t.same([leftovers, notOurs], [[], []])
  t.same(await destructionPlan(connection, 'demo-b'), before)
  t.same((await destroy({ prefix: 'demo-b', pace: impatient })).leftovers, [])
})
