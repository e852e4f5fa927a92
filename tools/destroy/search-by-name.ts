import { APIGatewayClient, paginateGetRestApis } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient, paginateDescribeFileSystems } from '@aws-sdk/client-efs'
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam'
import { GetFunctionConfigurationCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { artifactsBucketName, isOwnBucket } from '../deploy/artifacts-bucket.ts'
import { findStack } from '../deploy/follow-stack.ts'
import { isOurStack } from '../deploy/stack-tags.ts'
import { findLogGroups } from './log-groups.ts'
import { hasObserver } from './observer-function.ts'
import { observerName } from '../verify/observer/observer-name.ts'
import type { Search } from './search.ts'

/** How each type is found by the names and tags that its own service knows. */
export const searchesByName: Readonly<Record<string, (search: Search) => Promise<string[]>>> = {
  'AWS::S3::Bucket': async ({ connection, prefix, signal }) => {
    const s3 = new S3Client(connection.s3ClientConfig)
    const names = [`${prefix}-ml-models-bucket`, artifactsBucketName(prefix, connection)]
    return filter(names, name => isOwnBucket(s3, name, connection.accountId, signal))
  },
  'AWS::Logs::LogGroup': ({ connection, logGroups, signal }) => findLogGroups(connection, logGroups, signal),
  'AWS::Lambda::Function': async ({ connection, prefix, signal }) => {
    const client = new LambdaClient(connection.clientConfig)
    const found = await filter([`${prefix}-producer`, `${prefix}-consumer`], FunctionName =>
      exists(
        () => client.send(new GetFunctionConfigurationCommand({ FunctionName }), { abortSignal: signal }),
        ResourceNotFoundException,
      ),
    )
    return (await hasObserver(connection, prefix, signal)) ? [...found, observerName(prefix)] : found
  },
  'AWS::CloudFormation::Stack': async ({ connection, prefix, signal }) => {
    const stack = await findStack(new CloudFormationClient(connection.clientConfig), prefix, signal)
    // Another one of this name stays, and one that was only planned has no tags yet.
    return stack && (isOurStack(stack.Tags) || stack.StackStatus === 'REVIEW_IN_PROGRESS') ? [prefix] : []
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
