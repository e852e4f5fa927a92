import { APIGatewayClient, paginateGetRestApis } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient, paginateDescribeFileSystems } from '@aws-sdk/client-efs'
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam'
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListTagsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { bucketState } from '../deploy/bucket-state.ts'
import { findStack } from '../deploy/follow-stack.ts'
import { artifactsBucketName, functionNames, modelsBucketName, observerName } from '../deploy/names.ts'
import { hasStackTags, hasStackTagsByName, isOurStack } from '../deploy/stack-tags.ts'
import { logGroupsByOwner } from './log-groups.ts'
import { hasObserver } from './observer-function.ts'
import type { Search, Sighting } from './search.ts'

/** How each type is found by the names and tags that its own service knows. */
export const searchesByName: Readonly<Record<string, (search: Search) => Promise<Sighting[]>>> = {
  'AWS::S3::Bucket': async ({ connection, prefix, signal }) => {
    const s3 = new S3Client(connection.s3ClientConfig)
    const names = [modelsBucketName(prefix), artifactsBucketName(prefix, connection)]
    return sightings(names, async name => {
      const state = await bucketState(s3, name, { ...connection, prefix }, signal)
      return state === 'absent' || state === 'elsewhere' ? undefined : { ours: state === 'ours' }
    })
  },
  'AWS::Logs::LogGroup': ({ connection, logGroups, signal }) => logGroupsByOwner(connection, logGroups, signal),
  'AWS::Lambda::Function': async ({ connection, prefix, signal }) => {
    const client = new LambdaClient(connection.clientConfig)
    const send = { abortSignal: signal }
    const found = await sightings(functionNames(prefix), FunctionName =>
      unlessMissing(ResourceNotFoundException, async () => {
        const { FunctionArn } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }), send)
        const { Tags } = await client.send(new ListTagsCommand({ Resource: FunctionArn }), send)
        return { ours: hasStackTagsByName(Tags, prefix) }
      }),
    )
    return (await hasObserver(connection, prefix, signal)) ? [...found, ours(observerName(prefix))] : found
  },
  'AWS::CloudFormation::Stack': async ({ connection, prefix, signal }) => {
    const stack = await findStack(new CloudFormationClient(connection.clientConfig), prefix, signal)
    // Another one of this name stays, and one that was only planned has no tags yet.
    if (!stack || !(isOurStack(stack.Tags) || stack.StackStatus === 'REVIEW_IN_PROGRESS')) return []
    return [{ ...ours(prefix), isProtected: stack.EnableTerminationProtection ?? false }]
  },
  'AWS::IAM::Role': async ({ connection, prefix, signal }) => {
    const client = new IAMClient(connection.clientConfig)
    return sightings(functionNames(prefix), RoleName =>
      unlessMissing(NoSuchEntityException, async () => {
        const { Role } = await client.send(new GetRoleCommand({ RoleName }), { abortSignal: signal })
        return { ours: hasStackTags(Role?.Tags, prefix) }
      }),
    )
  },
  'AWS::EFS::FileSystem': async ({ connection, prefix, signal }) => {
    const client = new EFSClient(connection.clientConfig)
    const found: Sighting[] = []
    for await (const page of paginateDescribeFileSystems({ client }, {})) {
      signal?.throwIfAborted()
      const tagged = (page.FileSystems ?? []).filter(({ Tags }) => hasStackTags(Tags, prefix))
      found.push(...tagged.map(({ FileSystemId }) => ours(FileSystemId!)))
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
    return (Vpcs ?? []).map(({ VpcId }) => ours(VpcId!))
  },
  'AWS::ApiGateway::RestApi': async ({ connection, prefix, signal }) => {
    const client = new APIGatewayClient(connection.clientConfig)
    const found: Sighting[] = []
    for await (const page of paginateGetRestApis({ client }, {})) {
      signal?.throwIfAborted()
      const tagged = (page.items ?? []).filter(({ tags }) => hasStackTagsByName(tags, prefix))
      found.push(...tagged.map(({ id }) => ours(id!)))
    }
    return found
  },
}

function ours(id: string): Sighting {
  return { id, ours: true }
}

/** Those of the names that exist, with what is found of each. */
async function sightings(
  names: readonly string[],
  look: (name: string) => Promise<Omit<Sighting, 'id'> | undefined>,
): Promise<Sighting[]> {
  const results = await Promise.all(names.map(look))
  return names.flatMap((id, index) => (results[index] ? [{ id, ...results[index] }] : []))
}

/** Undefined when the service says that there is no such thing. */
async function unlessMissing<T>(
  missing: abstract new (...args: never[]) => Error,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof missing) return undefined
    throw error
  }
}
