import { CloudFormationClient, CreateStackCommand, type CreateStackInput } from '@aws-sdk/client-cloudformation'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { silent } from '../command/progress.ts'
import { ensureArtifactsBucket } from '../deploy/artifacts-bucket.ts'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { followStack } from '../stack/follow-stack.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { StackEventReader } from '../stack/stack-event-reader.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { impatient, when } from './destroy-fixture.ts'
import { destroy } from './destroy.ts'

const TemplateBody = 'Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: demo-bucket}}}'

/** Deploys a stack of one bucket, and its artifacts. */
async function deployed(t: Test, settings: Partial<CreateStackInput> = {}) {
  const aws = await useLocalAws(t)
  const connection = await connectToAws()
  const client = new CloudFormationClient(connection.clientConfig)
  const s3 = new S3Client(connection.s3ClientConfig)
  const request = { StackName: 'demo', TemplateBody, Tags: stackTags('demo'), ...settings }
  const { StackId } = await client.send(new CreateStackCommand(request))
  await followStack(client, StackId!, new StackEventReader(client, StackId!), { progress: silent })
  const artifacts = artifactsBucketName('demo', connection)
  await ensureArtifactsBucket(s3, artifacts, 'demo', connection)
  return { aws, s3, artifacts, StackId: StackId! }
}

t.test('a new stack under the same name is kept, with the artifacts', async t => {
  const { aws, artifacts, StackId } = await deployed(t)
  const { stacks } = aws.account.cloudFormation
  const { progress, lines } = when(/demo {2}AWS::CloudFormation::Stack {2}DELETE_COMPLETE/, () => {
    const before = stacks.find(({ stackId }) => stackId === StackId)!
    stacks.push({ ...before, stackId: `${StackId}-anew`, status: 'CREATE_IN_PROGRESS', resources: new Map() })
  })
  const { leftovers, failures, removed } = await destroy({ prefix: 'demo', pace: impatient, progress })
  t.same(leftovers, [], 'the new stack is no leftover')
  t.match(failures, [
    { code: 'DEPLOYED_AGAIN', message: /^demo was deployed again meanwhile/, nextStep: /^Run the command again/ },
  ])
  t.ok(
    removed.some(({ id }) => id === 'demo'),
    'the old one was removed',
  )
  t.ok(aws.account.s3.buckets.has(artifacts))
  t.notOk(lines.includes('Verifying that nothing is left'))
  t.notOk(lines.includes('There is no stack demo'))
  t.match(lines[0], /^Account 000000000000, Region us-east-1, endpoint http:\/\/127\.0\.0\.1:\d+$/)
})

t.test('a stack with termination protection keeps everything, also the content of its bucket', async t => {
  const { aws, s3, artifacts } = await deployed(t, { EnableTerminationProtection: true })
  await s3.send(new PutObjectCommand({ Bucket: 'demo-bucket', Key: 'models/a', Body: 'a' }))
  const { removed, failures, leftovers } = await destroy({ prefix: 'demo', pace: impatient })
  t.match(failures, [{ code: 'STACK_PROTECTED', nextStep: /--no-enable-termination-protection --stack-name demo/ }])
  t.same(removed, [])
  t.notOk(aws.account.s3.bucket('demo-bucket').objects.isEmpty)
  t.ok(aws.account.s3.buckets.has(artifacts), 'the artifacts are kept with the stack')
  const stack = leftovers.find(({ type }) => type === 'AWS::CloudFormation::Stack')
  t.match(stack, { id: 'demo', note: /TerminationProtection/ })
})

t.test('a stack of somebody else is refused before anything is removed', async t => {
  const { aws, artifacts } = await deployed(t, { Tags: [{ Key: 'Project', Value: 'another' }] })
  await t.rejects(destroy({ prefix: 'demo', pace: impatient }), { code: 'FOREIGN_STACK' })
  t.same([...aws.account.s3.buckets.keys()].sort(), [artifacts, 'demo-bucket'].sort())
  await t.rejects(destroy({ prefix: 'No' }), { code: 'MISUSED' })
})
