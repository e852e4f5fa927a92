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
import { findStack } from '../stack/find-stack.ts'
import { followStack } from '../stack/follow-stack.ts'
import { StackEventReader } from '../stack/stack-event-reader.ts'
import { deleteStack } from './delete-stack.ts'
import { emptyBucket } from './empty-bucket.ts'
import { impatient, when } from './destroy-fixture.ts'

const TemplateBody = 'Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: full}}}'

/** A stack whose deletion fails, because its bucket contains an object. */
async function stackWithFullBucket(t: Test) {
  const aws = await useLocalAws(t)
  const { clientConfig, s3ClientConfig } = await connectToAws()
  const client = new CloudFormationClient(clientConfig)
  const s3 = new S3Client(s3ClientConfig)
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 'demo', TemplateBody }))
  await followStack(client, StackId!, new StackEventReader(client, StackId!), { progress: silent })
  await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'models/a', Body: 'a' }))
  const stack = (await findStack(client, 'demo')) as Stack
  return { aws, client, stack, empty: () => emptyBucket(s3, 'full', { owner: aws.accountId }) }
}

t.test('a failed deletion is tried again, after the obstacles were cleared again', async t => {
  const { client, stack, empty } = await stackWithFullBucket(t)
  const { progress, lines } = recordProgress()
  const attempts: number[] = []
  const removeObstacles = async (attempt: number) => {
    attempts.push(attempt)
    if (attempt === 3) await empty()
  }
  const reported: unknown[] = []
  const { removed, failed } = await deleteStack(client, stack, {
    roleArn: undefined,
    pace: impatient,
    progress,
    removeObstacles,
    onRemoved: some => reported.push(...some),
  })
  t.same(reported, removed, 'removed resources are reported during the deletion')
  t.same(failed, [])
  t.match(removed, [
    { type: 'AWS::S3::Bucket', id: 'full' },
    { type: 'AWS::CloudFormation::Stack', id: 'demo' },
  ])
  t.same(attempts, [1, 2, 3])
  t.same(
    lines.filter(line => line.startsWith('The deletion ended')),
    [1, 2].map(attempt => `The deletion ended DELETE_FAILED, try ${attempt} of 3. Trying again in 0 s.`),
  )
  t.ok(
    lines.some(line => /^Bucket \(AWS::S3::Bucket, full\): .*not empty/.test(line)),
    'each with its reason',
  )
  t.equal(await findStack(client, 'demo'), undefined)
})

t.test('after the last try the failed resources are returned with their reasons', async t => {
  const { client, stack } = await stackWithFullBucket(t)
  const { progress, lines } = recordProgress()
  const removeObstacles = async () => {}
  const deleted = await deleteStack(client, stack, { roleArn: undefined, pace: impatient, progress, removeObstacles })
  t.match(deleted, {
    removed: [],
    failed: [{ path: 'Bucket', type: 'AWS::S3::Bucket', id: 'full', reason: /not empty/ }],
  })
  t.ok(lines.includes('The deletion ended DELETE_FAILED, try 3 of 3. That was the last try.'))
})

/** A clock that runs on its own, and that the test can move forward. */
function clock(t: Test) {
  const now = performance.now.bind(performance)
  let ahead = 0
  t.intercept(performance, 'now', { value: () => now() + ahead })
  return { goOn: (milliseconds: number) => (ahead += milliseconds) }
}

t.test('after the time limit there is no other try', async t => {
  const { client, stack } = await stackWithFullBucket(t)
  const { goOn } = clock(t)
  const { progress, lines } = when(/demo {2}AWS::CloudFormation::Stack {2}DELETE_FAILED/, () => goOn(61_000))
  const attempts: number[] = []
  const removeObstacles = async (attempt: number) => void attempts.push(attempt)
  const deletion = { roleArn: undefined, pace: impatient, progress, removeObstacles, until: performance.now() + 60_000 }
  t.match((await deleteStack(client, stack, deletion)).failed, [{ id: 'full' }])
  t.same(attempts, [1])
  t.ok(lines.includes('The deletion ended DELETE_FAILED, try 1 of 3. That was the last try.'))
})

for (const [what, limits] of [
  ['the given time', { until: 60_000 }],
  ['the time limit of its pace', { pace: { ...impatient, limitMs: 60_000 } }],
] as const) {
  t.test(`a deletion that takes longer than ${what} is left to CloudFormation`, async t => {
    const { aws, client, stack } = await stackWithFullBucket(t)
    const bucketType = aws.account.cloudFormation.resourceType('AWS::S3::Bucket')
    aws.account.cloudFormation.register({
      ...bucketType,
      delete: async (_id, _properties, { signal }) => {
        await new Promise(resolve => signal.addEventListener('abort', resolve))
      },
    })
    const { goOn } = clock(t)
    const { progress } = when(/Bucket .*DELETE_IN_PROGRESS/, () => goOn(61_000))
    const deletion = {
      roleArn: undefined,
      pace: impatient,
      ...limits,
      ...('until' in limits && { until: performance.now() + limits.until }),
      progress,
      removeObstacles: async () => {},
      signal: AbortSignal.timeout(30_000),
    }
    await t.rejects(deleteStack(client, stack, deletion), {
      code: 'STACK_TAKES_LONG',
      message: /^After 1 min \d+ s stack demo is still DELETE_IN_PROGRESS/,
    })
  })
}

t.test('if a stack cannot be deleted for a reason of its own, the stack itself is the failed resource', async t => {
  const { client, stack } = await stackWithFullBucket(t)
  const Resources = { Group: { Type: 'AWS::Logs::LogGroup' } }
  const Outputs = { Name: { Value: 'x', Export: { Name: 'shared' } } }
  const create = async (StackName: string, outputs: object) => {
    const body = JSON.stringify({ Resources, Outputs: outputs })
    const { StackId } = await client.send(new CreateStackCommand({ StackName, TemplateBody: body }))
    await followStack(client, StackId!, new StackEventReader(client, StackId!), { progress: silent })
    return (await findStack(client, StackName)) as Stack
  }
  const used = await create('used', Outputs)
  await create('user', { Name: { Value: { 'Fn::ImportValue': 'shared' } } })
  const deletion = {
    roleArn: undefined,
    pace: { ...impatient, pausesMs: [] },
    progress: silent,
    removeObstacles: async () => {},
  }
  t.match((await deleteStack(client, used, deletion)).failed, [
    {
      path: 'used',
      type: 'AWS::CloudFormation::Stack',
      id: used.StackId,
      reason: 'Delete canceled. Cannot delete export shared as it is in use by user.',
    },
  ])
  t.equal((await findStack(client, 'demo'))?.StackId, stack.StackId)
})

t.test('a deletion that another caller has started is awaited', async t => {
  const { client, stack, empty } = await stackWithFullBucket(t)
  await empty()
  await client.send(new DeleteStackCommand({ StackName: 'demo' }))
  const { progress, lines } = recordProgress()
  await deleteStack(client, stack, { roleArn: undefined, progress, removeObstacles: async () => {} })
  t.ok(lines.includes('Stack demo is being deleted: waiting'))
  t.equal(await findStack(client, 'demo'), undefined)
})
