import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { type AwsConnection, connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import { packageFunctions } from '../package/package-functions.ts'
import { packageTemplates } from '../package/package-templates.ts'
import { applyStack } from './apply-stack.ts'
import { ensureArtifactsBucket, hasArtifactsBucket } from './artifacts-bucket.ts'
import { ensureBucketPrefixes } from './bucket-prefixes.ts'
import { markDeployment } from './deployment-mark.ts'
import { apiUrl, type Deployment } from './deployment.ts'
import { restoreLeftConfiguration } from './left-configuration.ts'
import { requireModelsBucketName } from './models-bucket.ts'
import { artifactsBucketName, functionNames } from './names.ts'
import { findS3PrefixList } from './prefix-list.ts'
import { defaultPrefix, requireValidPrefix } from './prefix.ts'
import { prepareStack } from './prepare-stack.ts'
import { stackParameters } from './stack-parameters.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { type PlatformChoice, targetPlatform } from './target-platform.ts'
import { type Artifact, uploadArtifact } from './upload-artifact.ts'

export interface DeployOptions extends PlatformChoice {
  /** The prefix of every name, and also the name of the stack. Default: `defaultPrefix`. */
  readonly prefix?: string
  readonly region?: string
  /** A CloudFormation service role that acts instead of the caller. */
  readonly roleArn?: string
  /** Further parameters of the root template. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly templatesDir?: string
  readonly outDir?: string
  /** Makes the zips. Default: the real packager, which takes seconds that most tests do not need. */
  readonly packager?: typeof packageFunctions
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Packages, uploads, creates or updates the stack, and prepares its bucket. */
export async function deploy(options: DeployOptions = {}): Promise<Deployment> {
  const { progress = silent, signal } = options
  const startedAt = performance.now()
  requireValidPrefix(options.prefix)
  using connection = await connectToAws(options)
  const { prefix = defaultPrefix(connection) } = options
  progress.step(`Account ${connection.accountId}, Region ${connection.region}${atEndpoint(connection)}`)
  const s3 = connection.clients.get(S3Client)
  const cloudFormation = connection.clients.get(CloudFormationClient)
  const bucket = artifactsBucketName(prefix, connection)

  // Before anything slow, so that a clean-up that runs at this moment leaves the bucket alone.
  if (await hasArtifactsBucket(s3, bucket, prefix, connection)) await markDeployment(s3, bucket, connection.accountId)
  const existing = await prepareStack(cloudFormation, prefix, { roleArn: options.roleArn, progress, signal })
  if (existing) await restoreLeftConfiguration(connection.clients.get(LambdaClient), functionNames(prefix), progress)
  else await requireModelsBucketName(s3, { ...connection, prefix })
  const packaged = await packageAll(options, connection, bucket, progress)
  signal?.throwIfAborted()
  const parameters = stackParameters(
    packaged.root.body,
    {
      Prefix: prefix,
      ArtifactsBucket: bucket,
      ProducerCodeKey: packaged.functions.producer.key,
      ConsumerCodeKey: packaged.functions.consumer.key,
      Architecture: packaged.architecture,
      S3PrefixListId: await findS3PrefixList(connection, progress),
    },
    options.parameters ?? {},
    existing?.Parameters,
  )
  await upload(s3, bucket, prefix, packaged.artifacts, connection, options)

  const request = {
    stackName: prefix,
    type: existing ? ('UPDATE' as const) : ('CREATE' as const),
    templateUrl: `https://s3.${connection.region}.${connection.urlSuffix}/${bucket}/${packaged.root.key}`,
    parameters,
    tags: stackTags(prefix),
    roleArn: options.roleArn,
  }
  const { stack, changed } = await applyStack(cloudFormation, request, { progress, signal })
  const outputs = Object.fromEntries((stack.Outputs ?? []).map(output => [output.OutputKey!, output.OutputValue!]))
  const made = await ensureBucketPrefixes(s3, outputs.BucketName!, connection.accountId)
  if (made.length > 0) progress.step(`Made ${made.join(', ')} in bucket ${outputs.BucketName}`)
  return {
    stackName: prefix,
    stackId: stack.StackId!,
    region: connection.region,
    accountId: connection.accountId,
    outputs,
    artifacts: { bucket, functions: packaged.functions, templates: packaged.templates },
    durationMs: performance.now() - startedAt,
    changed,
    apiUrl: apiUrl(outputs, connection.endpoint),
  }
}

async function packageAll(options: DeployOptions, connection: AwsConnection, bucket: string, progress: Progress) {
  const { architecture, ...target } = targetPlatform(options, connection)
  const where =
    connection.endpoint && target.platform === process.platform ? ', as the functions run on this machine' : ''
  progress.step(`Packaging for ${target.platform}/${target.arch}${where}`)
  const outDir = options.outDir ?? `${repository}.build`
  const zips = await (options.packager ?? packageFunctions)({ outDir, ...target })
  const templates = await packageTemplates({
    templatesDir: options.templatesDir ?? `${repository}cloudformation`,
    outDir,
    bucket,
    region: connection.region,
    urlSuffix: connection.urlSuffix,
  })
  const artifacts: Artifact[] = []
  const stored = async (name: 'producer' | 'consumer') => {
    const { path, sha256, bytes } = zips[name]
    const key = `functions/${name}-${sha256}.zip`
    artifacts.push({ key, body: await readFile(path), contentType: 'application/zip' })
    return { key, sha256, bytes }
  }
  const functions = { producer: await stored('producer'), consumer: await stored('consumer') }
  for (const { key, body } of templates.files) artifacts.push({ key, body, contentType: 'application/yaml' })
  return {
    architecture,
    functions,
    artifacts,
    root: templates.root,
    templates: Object.fromEntries(templates.files.map(({ name, sha256 }) => [name, sha256])),
  }
}

async function upload(
  s3: S3Client,
  bucket: string,
  prefix: string,
  artifacts: readonly Artifact[],
  connection: AwsConnection,
  { progress = silent }: DeployOptions,
): Promise<void> {
  const made = await ensureArtifactsBucket(s3, bucket, prefix, connection)
  await markDeployment(s3, bucket, connection.accountId)
  progress.step(`Uploading to bucket ${bucket}${made ? ', which is new' : ''}`)
  for (const artifact of artifacts) {
    progress.status(artifact.key)
    const uploaded = await uploadArtifact(s3, bucket, artifact, connection.accountId)
    if (!progress.brief) progress.detail(`${artifact.key}${uploaded ? '' : ' (already there)'}`)
  }
}

function atEndpoint({ endpoint }: AwsConnection): string {
  return endpoint === undefined ? '' : `, endpoint ${endpoint}`
}
