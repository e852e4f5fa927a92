import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { destroy } from './destroy.ts'
import { deployDemo, impatient } from './destroy-fixture.ts'
import { destructionPlan } from './destruction-plan.ts'

t.setTimeout(600_000)

t.test('the plan names everything that destroy then removes, with every resource of the existing stacks', async t => {
  const { aws, connection } = await deployDemo(t)
  const client = new CloudFormationClient(connection.clientConfig)
  const s3 = new S3Client(connection.s3ClientConfig)
  const models = 'demo-ml-models-bucket'
  await s3.send(new PutObjectCommand({ Bucket: models, Key: 'inputs/a', Body: 'a' }))
  const [apiId] = aws.account.apiGateway.apis.keys()
  // API Gateway creates the first one, without tags; the other belongs to somebody else.
  const late = `API-Gateway-Execution-Logs_${apiId}/prod`
  const foreign = '/aws/apigateway/demo'
  const logs = new CloudWatchLogsClient(connection.clientConfig)
  for (const logGroupName of [late, foreign]) await logs.send(new CreateLogGroupCommand({ logGroupName }))
  const objects = aws.account.s3.buckets.get(models)!

  const plan = await destructionPlan(connection, 'demo')
  const stacks = aws.account.cloudFormation.stacks.map(({ stackId }) => stackId)
  t.equal(stacks.length, 6)
  for (const StackName of stacks) {
    const { StackResourceSummaries } = await client.send(new ListStackResourcesCommand({ StackName }))
    for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries!)
      t.ok(
        plan.some(({ type, id }) => type === ResourceType && id === PhysicalResourceId),
        `${ResourceType} ${PhysicalResourceId}`,
      )
  }
  t.ok(
    plan.some(({ id }) => new RegExp(`^[1-9]\\d* in bucket ${models}$`).test(id)),
    'with the count of objects',
  )
  t.ok(plan.some(({ id }) => id === late))
  t.equal(plan.filter(({ type }) => type === 'AWS::Logs::LogGroup').length, 3, 'those of the stack once')
  t.equal(aws.account.s3.buckets.get(models), objects, 'nothing was removed')
  t.same(await destructionPlan(connection, 'demo'), plan)

  const { removed, notOurs } = await destroy({ prefix: 'demo', pace: impatient })
  t.same(notOurs, [{ type: 'AWS::Logs::LogGroup', id: foreign }])
  t.same([...aws.account.logs.groups.keys()], [foreign])
  const nested = plan.filter(({ id }) => id.startsWith('arn:aws:cloudformation:'))
  const named = (all: typeof plan) => all.map(({ type, id }) => `${type} ${id}`).sort()
  t.same(
    named(plan.filter(one => !nested.includes(one))),
    named([...removed]),
    'nested stacks are removed with the root',
  )
  t.same(await destructionPlan(connection, 'demo'), [])
})
