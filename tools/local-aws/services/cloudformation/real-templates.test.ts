import { readFile } from 'node:fs/promises'
import {
  type Capability,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import archiver from 'archiver'
import t, { type Test } from 'tap'
import { startStacks } from './stack-fixture.ts'

const children = ['network', 'storage', 'compute', 'bucket', 'api']

interface Break {
  readonly file: string
  readonly from: string | RegExp
  readonly to: string
}

/** Deploys the project's own templates on a new local AWS, with one changed line. */
async function deploy(t: Test, broken?: Break, Capabilities: Capability[] = ['CAPABILITY_NAMED_IAM']) {
  const fixture = await startStacks(t)
  const { aws, client, rest } = fixture
  const { endpoint, region, credentials } = aws
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  const put = (Key: string, Body: string | Buffer) => s3.send(new PutObjectCommand({ Bucket: 'artifacts', Key, Body }))
  await s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }))
  await put('code.zip', await zipOf('exports.handler = async () => ({ statusCode: 200 })'))
  for (const name of children) await put(`templates/${name}.yaml`, await template(name, broken))
  const Parameters = Object.entries({
    ArtifactsBucket: 'artifacts',
    ProducerCodeKey: 'code.zip',
    ConsumerCodeKey: 'code.zip',
  }).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
  const TemplateBody = await template('main', broken)
  await client.send(new CreateStackCommand({ StackName: 'efs', TemplateBody, Parameters, Capabilities }))
  const stack = await rest('efs')
  const failures = async () => {
    const { StackSummaries } = await client.send(new ListStacksCommand({}))
    const histories = await Promise.all(StackSummaries!.map(({ StackId }) => fixture.history(StackId!)))
    return histories.flat().filter(event => event.includes('_FAILED '))
  }
  return { ...fixture, s3, stack, failures }
}

async function template(name: string, broken?: Break): Promise<string> {
  const text = await readFile(new URL(`../../../../cloudformation/${name}.yaml`, import.meta.url), 'utf8')
  if (broken?.file !== name) return text
  const changed = text.replace(broken.from, broken.to)
  if (changed === text) throw new Error(`nothing to break in ${name}.yaml: ${broken.from}`)
  return changed
}

async function zipOf(source: string): Promise<Buffer> {
  const archive = archiver('zip')
  archive.append(source, { name: 'index.js' })
  void archive.finalize()
  return Buffer.concat(await archive.toArray())
}

t.test('the templates can be deployed, and deleted when their bucket is empty', async t => {
  const { client, rest, stack, s3 } = await deploy(t)
  t.equal(stack.StackStatus, 'CREATE_COMPLETE', String(stack.StackStatusReason))
  const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'efs' }))
  t.equal(StackResources!.length, 5)
  await s3.send(new PutObjectCommand({ Bucket: 'lambda-efs-ml-models-bucket', Key: 'inputs/x', Body: 'x' }))
  await client.send(new DeleteStackCommand({ StackName: 'efs' }))
  const { StackStatus, StackStatusReason } = await rest('efs')
  t.match({ StackStatus, StackStatusReason }, { StackStatus: 'DELETE_FAILED', StackStatusReason: /\[BucketStack\]/ })
  await s3.send(new DeleteObjectCommand({ Bucket: 'lambda-efs-ml-models-bucket', Key: 'inputs/x' }))
  await client.send(new DeleteStackCommand({ StackName: 'efs' }))
  t.equal((await rest(stack.StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('a misspelt property fails its nested stack before anything is created', async t => {
  const { failures } = await deploy(t, { file: 'network', from: 'EnableDnsSupport:', to: 'EnableDnsSuport:' })
  t.match((await failures()).join('\n'), /Vpc: Unsupported property \[EnableDnsSuport\]/)
})

t.test('a missing required property fails its nested stack before anything is created', async t => {
  const { failures } = await deploy(t, { file: 'storage', from: /\n +FileSystemId: .*/, to: '' })
  t.match((await failures()).join('\n'), /Required property \[FileSystemId\] not found/)
})

t.test('resources that depend on each other are refused', async t => {
  const from = /( {2}EfsSecurityGroup:\n)/
  const { failures } = await deploy(t, { file: 'network', from, to: '$1    DependsOn: LambdaToEfs\n' })
  t.match((await failures()).join('\n'), /Circular dependency between resources: \[.*EfsSecurityGroup.*\]/)
})

t.test('a nested stack without one of its parameters is refused', async t => {
  const { failures } = await deploy(t, { file: 'main', from: /\n +EfsSecurityGroupId: !GetAtt .*/, to: '' })
  t.match((await failures()).join('\n'), /Parameters: \[EfsSecurityGroupId\] must have values/)
})

t.test('a nested stack with named roles needs the capability', async t => {
  const { failures } = await deploy(t, undefined, [])
  t.match((await failures()).join('\n'), /Requires capabilities : \[CAPABILITY_NAMED_IAM\]/)
})
