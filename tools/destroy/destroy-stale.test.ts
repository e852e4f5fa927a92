import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  type CreateStackInput,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { waiterDelays } from '../command/polling-rate.ts'
import { ensureArtifactsBucket } from '../deploy/artifacts-bucket.ts'
import { recordProgress, useLocalAws } from '../deploy/deploy-fixture.ts'
import { markDeployment } from '../deploy/deployment-mark.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { uploadArtifact } from '../deploy/upload-artifact.ts'
import { impatient, when } from './destroy-fixture.ts'
import { destroyStale } from './destroy-stale.ts'
import { destroy } from './destroy.ts'

const TemplateBody = 'Resources: {Group: {Type: AWS::Logs::LogGroup}}'
const hour = 3_600_000

async function start(t: Test) {
  const aws = await useLocalAws(t)
  const connection = await connectToAws()
  const client = new CloudFormationClient(connection.clientConfig)
  const create = async (StackName: string, settings: Partial<CreateStackInput> = {}, hoursAgo = 0) => {
    await client.send(new CreateStackCommand({ StackName, TemplateBody, Tags: stackTags(StackName), ...settings }))
    await waitUntilStackCreateComplete({ client, maxWaitTime: 120, ...waiterDelays() }, { StackName })
    Object.assign(stack(StackName)!, { creationTime: new Date(Date.now() - hoursAgo * hour) })
  }
  const stack = (name: string) => aws.account.cloudFormation.findByName(name)
  const names = () => ['old', 'older', 'new', 'other'].filter(name => stack(name))
  return { aws, connection, create, stack, names }
}

const pace = impatient

t.test('older deployments are removed, newer ones and those of somebody else are kept', async t => {
  const { create, stack, names } = await start(t)
  await create('old', {}, 5)
  await create('older', {}, 9)
  await create('new', {}, 1)
  await create('other', { Tags: [{ Key: 'Project', Value: 'something' }] }, 100)
  Object.assign(stack('older')!, { lastUpdatedTime: new Date(Date.now() - 2 * hour) })

  t.same(await destroyStale({ staleAfterHours: 24, pace }), [], 'no deployment is that old')
  t.same(await destroyStale({ staleAfterHours: 1, prefix: 'x', pace }), [], 'no prefix begins with that')
  const { progress, lines } = recordProgress()
  const removals = await destroyStale({ staleAfterHours: 4, pace, progress })
  t.match(removals, [{ prefix: 'old', destruction: { leftovers: [] } }])
  t.ok(lines.includes('old is stale: stack CREATE_COMPLETE, last changed 5.0 h ago'))
  t.same(names(), ['older', 'new', 'other'], 'the other one was updated since')
  t.match(await destroyStale({ staleAfterHours: 1.5, prefix: 'o', pace }), [{ prefix: 'older' }])
  t.same(names(), ['new', 'other'])
  await destroyStale({ staleAfterHours: 0, pace })
  t.same(names(), ['other'])
})

t.test('a failed removal does not stop the next one', async t => {
  const { create, names } = await start(t)
  await create('old', { EnableTerminationProtection: true }, 5)
  await create('older', {}, 5)
  const removals = await destroyStale({ staleAfterHours: 4, pace })
  t.match(removals, [
    { prefix: 'old', error: { message: /TerminationProtection/ } },
    { prefix: 'older', destruction: { leftovers: [] } },
  ])
  t.same(names(), ['old'])
})

t.test('the remains of a deployment without a stack are removed too, unless they were just uploaded', async t => {
  const { aws, connection } = await start(t)
  const logs = new CloudWatchLogsClient(connection.clientConfig)
  const tags = { Project: 'lambda-efs', Prefix: 'gone' }
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/gone-producer', tags }))
  const s3 = new S3Client(connection.s3ClientConfig)
  const bucket = artifactsBucketName('starting', connection)
  await ensureArtifactsBucket(s3, bucket, 'starting', connection)
  const artifact = { key: 'functions/a.zip', body: Buffer.from('a'), contentType: 'application/zip' }
  await uploadArtifact(s3, bucket, artifact, connection.accountId)

  const { progress, lines } = recordProgress()
  const removals = await destroyStale({ staleAfterHours: 1, pace, progress })
  t.match(removals, [{ prefix: 'gone', destruction: { leftovers: [] } }])
  t.equal(removals.length, 1)
  t.ok(lines.includes('gone is stale: no stack, but AWS::Logs::LogGroup /aws/lambda/gone-producer'))
  t.same([...aws.account.s3.buckets.keys()], [bucket])
  t.equal(aws.account.logs.groups.size, 0)
  t.match(await destroyStale({ staleAfterHours: 0, pace }), [{ prefix: 'starting' }])
  t.equal(aws.account.s3.buckets.size, 0)
})

t.test('a deployment that is repeated during another removal is kept', async t => {
  const { create, stack, names } = await start(t)
  await create('old', {}, 5)
  await create('older', {}, 5)
  const { progress, lines } = when(/^old is stale/, () =>
    Object.assign(stack('older')!, { lastUpdatedTime: new Date() }),
  )
  t.match(await destroyStale({ staleAfterHours: 4, pace, progress }), [{ prefix: 'old' }])
  t.same(names(), ['older'])
  t.ok(lines.includes('older was deployed again meanwhile, and is kept'))
})

t.test('a deployment that just began over old artifacts or an old stack is not stale', async t => {
  const { aws, connection, create, names } = await start(t)
  const s3 = new S3Client(connection.s3ClientConfig)
  await create('old', {}, 5)
  const buckets = ['old', 'starting'].map(prefix => artifactsBucketName(prefix, connection))
  await ensureArtifactsBucket(s3, buckets[0]!, 'old', connection)
  await ensureArtifactsBucket(s3, buckets[1]!, 'starting', connection)
  for (const bucket of buckets) await markDeployment(s3, bucket, connection.accountId)
  t.same(await destroyStale({ staleAfterHours: 1, pace }), [])
  t.same([names(), [...aws.account.s3.buckets.keys()]], [['old'], buckets])
})

t.test(
  'a deployment that begins during the removal of its old stack keeps its artifacts and its new stack',
  async t => {
    const { aws, connection, create } = await start(t)
    const s3 = new S3Client(connection.s3ClientConfig)
    const bucket = artifactsBucketName('old', connection)
    await create('old')
    await ensureArtifactsBucket(s3, bucket, 'old', connection)
    await markDeployment(s3, bucket, connection.accountId)
    // The other deployment begins during the deletion of the stack, which cannot end before.
    const { cloudFormation } = aws.account
    const logGroup = cloudFormation.resourceType('AWS::Logs::LogGroup')
    cloudFormation.register({
      ...logGroup,
      delete: async (...resource) => {
        await markDeployment(s3, bucket, connection.accountId)
        await logGroup.delete(...resource)
      },
    })
    const destruction = await destroy({ prefix: 'old', pace })
    t.match(destruction, { leftovers: [], failures: [{ code: 'DEPLOYED_AGAIN' }] })
    t.ok(destruction.removed.some(({ id }) => id === 'old'))
    t.same([...aws.account.s3.buckets.keys()], [bucket])
  },
)

t.test('a stack that a killed run only planned is stale if the artifacts are', async t => {
  const { connection, stack } = await start(t)
  const client = new CloudFormationClient(connection.clientConfig)
  for (const StackName of ['old', 'other']) {
    const request = { StackName, TemplateBody, ChangeSetName: 'planned', ChangeSetType: 'CREATE' as const }
    await client.send(new CreateChangeSetCommand(request))
    Object.assign(stack(StackName)!, { creationTime: new Date(Date.now() - 5 * hour) })
  }
  t.equal(stack('old')!.status, 'REVIEW_IN_PROGRESS')
  const s3 = new S3Client(connection.s3ClientConfig)
  await ensureArtifactsBucket(s3, artifactsBucketName('old', connection), 'old', connection)
  t.same(await destroyStale({ staleAfterHours: 6, pace }), [])
  t.match(await destroyStale({ staleAfterHours: 4, pace }), [{ prefix: 'old', destruction: { leftovers: [] } }])
  t.same([stack('old'), stack('other')?.status], [undefined, 'REVIEW_IN_PROGRESS'])
})
