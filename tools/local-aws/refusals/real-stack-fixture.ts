import { readFile } from 'node:fs/promises'
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import archiver from 'archiver'
import { build } from 'esbuild'
import type { Test } from 'tap'
import { within } from '../../testing/eventually.ts'
import { type LocalAwsOptions, startLocalAws } from '../server.ts'

/** One line of one of the real templates, and its replacement. */
export interface Break {
  readonly template: 'network' | 'storage' | 'compute' | 'bucket' | 'api'
  /** Matches exactly once. */
  readonly line: string | RegExp
  readonly becomes: string
}

// Follows the event: writes to the mount, reads it, gets an object of a bucket. Errors are returned by name.
const probe = `
  import { readFileSync, writeFileSync } from 'node:fs'
  import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
  const s3 = new S3Client({ maxAttempts: 1 })
  const actions = {
    write: () => writeFileSync(process.env.EFS_MOUNT_PATH + '/note', 'shared'),
    read: () => readFileSync(process.env.EFS_MOUNT_PATH + '/note', 'utf8'),
    get: async ({ bucket, key }) => (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body.transformToString(),
    nothing: () => 'did nothing',
  }
  export const handler = async event => {
    if (event.httpMethod) return { statusCode: 200, body: 'reached' }
    try { return { result: await actions[event.action](event) } }
    catch (error) { return { error: error.code ?? error.name, message: error.message } }
  }`

let bundled: Promise<Buffer> | undefined

/** Deploys the real templates on a new local AWS, with these breaks, and with the probe as both functions. */
export async function deployBroken(t: Test, breaks: readonly Break[] = [], options: LocalAwsOptions = {}) {
  const sentences: string[] = []
  const aws = await startLocalAws({ ...options, diagnose: sentence => sentences.push(sentence) })
  t.teardown(() => aws.close())
  const s3 = new S3Client({ ...aws, forcePathStyle: true })
  const cloudFormation = new CloudFormationClient(aws)
  const lambda = new LambdaClient({ ...aws, maxAttempts: 1 })
  await s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }))
  const put = (Key: string, Body: string | Buffer) => s3.send(new PutObjectCommand({ Bucket: 'artifacts', Key, Body }))
  bundled ??= probeZip()
  await put('probe.zip', await bundled)
  for (const name of ['network', 'storage', 'compute', 'bucket', 'api'] as const) {
    await put(`templates/${name}.yaml`, broken(name, await templateText(name), breaks))
  }
  const Parameters = Object.entries({
    ArtifactsBucket: 'artifacts',
    ProducerCodeKey: 'probe.zip',
    ConsumerCodeKey: 'probe.zip',
  })
  const { StackId: StackName } = await cloudFormation.send(
    new CreateStackCommand({
      StackName: 'lambda-efs',
      TemplateBody: await templateText('main'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: Parameters.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    }),
  )
  const engine = aws.account.cloudFormation
  const seen = () => `it is ${engine.find(StackName!)?.status}`
  await within('the stack comes to rest', engine.settled(StackName!), { seen })
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }))
  const stack = Stacks![0]!
  const outputs = Object.fromEntries((stack.Outputs ?? []).map(one => [one.OutputKey!, one.OutputValue!]))

  return {
    aws,
    s3,
    lambda,
    sentences,
    outputs,
    status: stack.StackStatus!,
    bucket: 'lambda-efs-ml-models-bucket',
    /** Returns a function's answer, or Lambda's own refusal. */
    async invoke(event: object, FunctionName = 'lambda-efs-consumer') {
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }))
      return JSON.parse(Buffer.from(Payload!).toString())
    },
    /** Returns the reason of every failure, in all stacks, including deleted ones. */
    async failures() {
      const { StackSummaries } = await cloudFormation.send(new ListStacksCommand({}))
      const reasons = await Promise.all(
        StackSummaries!.map(async ({ StackId }) => {
          const { StackEvents } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: StackId }))
          return StackEvents!
            .filter(event => event.ResourceStatus?.endsWith('_FAILED'))
            .map(event => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)
        }),
      )
      return reasons.flat().join('\n')
    },
  }
}

function templateText(name: string): Promise<string> {
  return readFile(new URL(`../../../cloudformation/${name}.yaml`, import.meta.url), 'utf8')
}

function broken(name: string, text: string, breaks: readonly Break[]): string {
  return breaks
    .filter(({ template }) => template === name)
    .reduce((whole, { line, becomes }) => {
      if (whole.split(line).length !== 2) throw new Error(`${name}.yaml has not exactly one ${line}`)
      return whole.replace(line, becomes)
    }, text)
}

async function probeZip(): Promise<Buffer> {
  const { outputFiles } = await build({
    stdin: { contents: probe, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
    logLevel: 'error',
  })
  const archive = archiver('zip')
  archive.append(Buffer.from(outputFiles[0]!.contents), { name: 'index.js' })
  void archive.finalize()
  return Buffer.concat(await archive.toArray())
}
