import { APIGatewayClient, GetRestApiCommand, NotFoundException } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import {
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import {
  AccessPointNotFound,
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  EFSClient,
  FileSystemNotFound,
} from '@aws-sdk/client-efs'
import { GetFunctionConfigurationCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import { isOwnBucket } from '../deploy/artifacts-bucket.ts'
import { findStack } from '../deploy/follow-stack.ts'
import { findLogGroups } from './log-groups.ts'
import type { Removed } from './removed.ts'

type Look = (connection: AwsConnection, id: string) => Promise<boolean>

/** Whether its own service knows the resource; of a type that is not known here, true. What is being deleted is gone. */
export async function isStillThere(connection: AwsConnection, { type, id }: Removed): Promise<boolean> {
  return (await looks[type]?.(connection, id)) ?? true
}

// EC2 by filter: an id that is unknown is an error, a filter that fits nothing an empty list.
const ec2 = ({ clientConfig }: AwsConnection) => new EC2Client(clientConfig)
const by = (Name: string, id: string) => ({ Filters: [{ Name, Values: [id] }] })

const looks: Readonly<Record<string, Look>> = {
  'AWS::ApiGateway::RestApi': ({ clientConfig }, restApiId) =>
    unless(NotFoundException, () => new APIGatewayClient(clientConfig).send(new GetRestApiCommand({ restApiId }))),
  'AWS::CloudFormation::Stack': async ({ clientConfig }, name) => {
    const stack = await findStack(new CloudFormationClient(clientConfig), name)
    return stack !== undefined && stack.StackStatus !== 'DELETE_COMPLETE'
  },
  'AWS::EC2::NetworkInterface': async (connection, id) =>
    some(
      (await ec2(connection).send(new DescribeNetworkInterfacesCommand(by('network-interface-id', id))))
        .NetworkInterfaces,
    ),
  'AWS::EC2::RouteTable': async (connection, id) =>
    some((await ec2(connection).send(new DescribeRouteTablesCommand(by('route-table-id', id)))).RouteTables),
  'AWS::EC2::SecurityGroup': async (connection, id) =>
    some((await ec2(connection).send(new DescribeSecurityGroupsCommand(by('group-id', id)))).SecurityGroups),
  'AWS::EC2::Subnet': async (connection, id) =>
    some((await ec2(connection).send(new DescribeSubnetsCommand(by('subnet-id', id)))).Subnets),
  'AWS::EC2::VPC': async (connection, id) =>
    some((await ec2(connection).send(new DescribeVpcsCommand(by('vpc-id', id)))).Vpcs),
  'AWS::EC2::VPCEndpoint': async (connection, id) => {
    const { VpcEndpoints } = await ec2(connection).send(new DescribeVpcEndpointsCommand(by('vpc-endpoint-id', id)))
    return some(VpcEndpoints?.filter(({ State }) => !/^delet/i.test(State ?? '')))
  },
  'AWS::EFS::AccessPoint': ({ clientConfig }, AccessPointId) =>
    unless(AccessPointNotFound, async () => {
      const { AccessPoints } = await new EFSClient(clientConfig).send(
        new DescribeAccessPointsCommand({ AccessPointId }),
      )
      return some(AccessPoints?.filter(({ LifeCycleState }) => !/^delet/.test(LifeCycleState ?? '')))
    }),
  'AWS::EFS::FileSystem': ({ clientConfig }, FileSystemId) =>
    unless(FileSystemNotFound, async () => {
      const { FileSystems } = await new EFSClient(clientConfig).send(new DescribeFileSystemsCommand({ FileSystemId }))
      return some(FileSystems?.filter(({ LifeCycleState }) => !/^delet/.test(LifeCycleState ?? '')))
    }),
  'AWS::Lambda::Function': ({ clientConfig }, FunctionName) =>
    unless(ResourceNotFoundException, () =>
      new LambdaClient(clientConfig).send(new GetFunctionConfigurationCommand({ FunctionName })),
    ),
  'AWS::Logs::LogGroup': async (connection, name) => some(await findLogGroups(connection, [name])),
  'AWS::S3::Bucket': ({ s3ClientConfig, accountId }, name) =>
    isOwnBucket(new S3Client(s3ClientConfig), name, accountId),
}

function some(list: readonly unknown[] | undefined): boolean {
  return (list ?? []).length > 0
}

/** False when the service says that there is no such thing, or the look itself does. */
async function unless(
  missing: abstract new (...args: never[]) => Error,
  look: () => Promise<unknown>,
): Promise<boolean> {
  try {
    return (await look()) !== false
  } catch (error) {
    if (error instanceof missing) return false
    throw error
  }
}
