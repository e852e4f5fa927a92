import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  type StackEvent,
} from '@aws-sdk/client-cloudformation'
import {
  DescribeAccessPointsCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { type _Object, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import { type StackTree, stackTree } from '../stack/stack-tree.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { type BundleFile, jsonFile } from './bundle.ts'

/** The run of the answers. Each file, and each picture drawn from it, contains it. */
export interface Origin {
  readonly target?: 'local' | 'aws'
  readonly runId?: string
  readonly region: string
}

/** Reads the live configuration from the AWS APIs, one file a subject. */
export async function collectConfiguration(
  { clients, region }: AwsConnection,
  system: DeployedSystem,
  run: Omit<Origin, 'region'> = {},
): Promise<BundleFile[]> {
  const origin = { ...run, region }
  const lambda = clients.get(LambdaClient)
  return [
    jsonFile('efs/access-point.json', await accessPoint(clients.get(EFSClient), system, origin)),
    jsonFile('lambda/producer.json', await functionConfiguration(lambda, system.producer.functionName, origin)),
    jsonFile('lambda/consumer.json', await functionConfiguration(lambda, system.consumer.functionName, origin)),
    jsonFile('s3/outputs.json', await outputsListing(clients.get(S3Client), system, origin)),
    ...(await stacks(clients.get(CloudFormationClient), system, origin)),
  ]
}

async function accessPoint(efs: EFSClient, { outputs }: DeployedSystem, origin: Origin) {
  const { AccessPointId, FileSystemId } = outputs
  const { AccessPoints } = await efs.send(new DescribeAccessPointsCommand({ AccessPointId }))
  const { FileSystems } = await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
  const { MountTargets } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId }))
  return {
    ...seen(origin, 'DescribeAccessPoints', 'DescribeFileSystems', 'DescribeMountTargets', 'DescribeFileSystemPolicy'),
    accessPoint: AccessPoints![0],
    fileSystem: FileSystems![0],
    mountTargets: MountTargets,
    fileSystemPolicy: await fileSystemPolicy(efs, FileSystemId!),
  }
}

async function fileSystemPolicy(efs: EFSClient, FileSystemId: string): Promise<unknown> {
  try {
    return JSON.parse((await efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId }))).Policy!)
  } catch (error) {
    // EnforceFileSystemPolicy=false: AWS does not describe the default policy.
    if (error instanceof Error && error.name === 'PolicyNotFound') return null
    throw error
  }
}

async function functionConfiguration(lambda: LambdaClient, FunctionName: string, origin: Origin) {
  const { $metadata: _unused, ...configuration } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  )
  return { ...seen(origin, 'GetFunctionConfiguration'), configuration }
}

async function outputsListing(client: S3Client, { bucketName: Bucket }: DeployedSystem, origin: Origin) {
  const objects: _Object[] = []
  for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: 'outputs/' })) {
    objects.push(...(page.Contents ?? []))
  }
  return { ...seen(origin, 'ListObjectsV2'), bucket: Bucket, prefix: 'outputs/', objects }
}

/** The root stack and every nested one, depth first. */
async function stacks(
  client: CloudFormationClient,
  { stackId }: DeployedSystem,
  origin: Origin,
): Promise<BundleFile[]> {
  const described: unknown[] = []
  const resources: Record<string, StackTree['resources']> = {}
  const events: StackEvent[] = []
  const visit = async (tree: StackTree): Promise<void> => {
    const StackName = tree.stackId
    const stack = (await client.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!
    described.push(stack)
    resources[stack.StackName!] = tree.resources
    for await (const page of paginateDescribeStackEvents({ client }, { StackName })) {
      events.push(...(page.StackEvents ?? []))
    }
    for (const nested of tree.nested.values()) await visit(nested)
  }
  await visit(await stackTree(client, stackId))
  events.sort((a, b) => a.Timestamp!.getTime() - b.Timestamp!.getTime())
  return [
    jsonFile('cloudformation/stacks.json', { ...seen(origin, 'DescribeStacks'), stacks: described }),
    jsonFile('cloudformation/resources.json', { ...seen(origin, 'ListStackResources'), resources }),
    jsonFile('cloudformation/events.json', { ...seen(origin, 'DescribeStackEvents'), events }),
  ]
}

/** The calls that gave the answers, their place, and the time. */
function seen(origin: Origin, ...calls: string[]) {
  return { ...origin, calls, readAt: new Date().toISOString() }
}
