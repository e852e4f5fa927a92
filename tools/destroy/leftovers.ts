import { APIGatewayClient, paginateGetRestApis } from '@aws-sdk/client-api-gateway'
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient, paginateDescribeFileSystems } from '@aws-sdk/client-efs'
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam'
import { GetFunctionConfigurationCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'
import { artifactsBucketName, isOwnBucket } from '../deploy/artifacts-bucket.ts'
import { findLogGroups } from './log-groups.ts'
import type { Removed } from './removed.ts'

export interface Leftovers {
  readonly found: readonly Removed[]
  /** Kinds that the credentials may not look at, each with the refusal. */
  readonly unchecked: readonly string[]
}

/** Looks for everything of a deployment by name or tag, not trusting what was said about its removal. */
export async function findLeftovers(
  connection: AwsConnection,
  prefix: string,
  logGroups: readonly string[],
  signal?: AbortSignal,
): Promise<Leftovers> {
  const search: Search = { connection, prefix, logGroups, signal }
  const found: Removed[] = []
  const unchecked: string[] = []
  await Promise.all(
    Object.entries(searches).map(async ([type, find]) => {
      try {
        found.push(...(await find(search)).map(id => ({ type, id })))
      } catch (error) {
        const explained = explainAwsError(error)
        const refused = explained instanceof CommandError && refusals.has(explained.code)
        if (!refused) throw error
        unchecked.push(`${type}: ${explained.message}`)
      }
    }),
  )
  return { found, unchecked }
}

const refusals = new Set(['ACCESS_DENIED', 'BUCKET_REFUSED'])

interface Search {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly logGroups: readonly string[]
  readonly signal: AbortSignal | undefined
}

const searches: Readonly<Record<string, (search: Search) => Promise<string[]>>> = {
  'AWS::S3::Bucket': async ({ connection, prefix, signal }) => {
    const s3 = new S3Client(connection.s3ClientConfig)
    const names = [`${prefix}-ml-models-bucket`, artifactsBucketName(prefix, connection)]
    return filter(names, name => isOwnBucket(s3, name, connection.accountId, signal))
  },
  'AWS::Logs::LogGroup': ({ connection, logGroups, signal }) => findLogGroups(connection, logGroups, signal),
  'AWS::Lambda::Function': async ({ connection, prefix, signal }) => {
    const client = new LambdaClient(connection.clientConfig)
    return filter([`${prefix}-producer`, `${prefix}-consumer`], FunctionName =>
      exists(
        () => client.send(new GetFunctionConfigurationCommand({ FunctionName }), { abortSignal: signal }),
        ResourceNotFoundException,
      ),
    )
  },
  'AWS::IAM::Role': async ({ connection, prefix, signal }) => {
    const client = new IAMClient(connection.clientConfig)
    return filter([`${prefix}-producer`, `${prefix}-consumer`], RoleName =>
      exists(() => client.send(new GetRoleCommand({ RoleName }), { abortSignal: signal }), NoSuchEntityException),
    )
  },
  'AWS::EFS::FileSystem': async ({ connection, prefix, signal }) => {
    const client = new EFSClient(connection.clientConfig)
    const found: string[] = []
    for await (const page of paginateDescribeFileSystems({ client }, {})) {
      signal?.throwIfAborted()
      const ours = (page.FileSystems ?? []).filter(({ Tags }) => hasPrefixTag(Tags, prefix))
      found.push(...ours.map(({ FileSystemId }) => FileSystemId!))
    }
    return found
  },
  'AWS::EC2::VPC': async ({ connection, prefix, signal }) => {
    const Filters = [
      { Name: 'tag:Project', Values: ['lambda-efs'] },
      { Name: 'tag:Prefix', Values: [prefix] },
    ]
    const request = new DescribeVpcsCommand({ Filters })
    const { Vpcs } = await new EC2Client(connection.clientConfig).send(request, { abortSignal: signal })
    return (Vpcs ?? []).map(({ VpcId }) => VpcId!)
  },
  'AWS::ApiGateway::RestApi': async ({ connection, prefix, signal }) => {
    const client = new APIGatewayClient(connection.clientConfig)
    const found: string[] = []
    for await (const page of paginateGetRestApis({ client }, {})) {
      signal?.throwIfAborted()
      const ours = (page.items ?? []).filter(({ tags }) => tags?.Project === 'lambda-efs' && tags.Prefix === prefix)
      found.push(...ours.map(({ id }) => id!))
    }
    return found
  },
}

async function filter(names: readonly string[], test: (name: string) => Promise<boolean>): Promise<string[]> {
  const results = await Promise.all(names.map(test))
  return names.filter((_, index) => results[index])
}

async function exists(
  ask: () => Promise<unknown>,
  missing: abstract new (...args: never[]) => Error,
): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (error instanceof missing) return false
    throw error
  }
}

function hasPrefixTag(tags: ReadonlyArray<{ Key?: string; Value?: string }> | undefined, prefix: string): boolean {
  const has = (key: string, value: string) => tags?.some(tag => tag.Key === key && tag.Value === value) ?? false
  return has('Project', 'lambda-efs') && has('Prefix', prefix)
}
