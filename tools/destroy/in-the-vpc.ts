import {
  DescribeInternetGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type NetworkInterface,
  type Tag,
} from '@aws-sdk/client-ec2'
import type { AwsConnection } from '../command/aws-connection.ts'
import { hasStackTags } from '../deploy/stack-tags.ts'
import type { Found } from './leftover.ts'

/**
 * What keeps a VPC from being deleted, whoever made it. The main route table and the default security group go with
 * the VPC (docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html), and a mount target takes its interface along.
 */
export async function inTheVpc(
  connection: AwsConnection,
  vpcId: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<Found[]> {
  const ec2 = new EC2Client(connection.clientConfig)
  const request = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }
  const send = { abortSignal: signal }
  const note = `not made by this deployment, but in its VPC ${vpcId}`
  const found = (type: string, id: string, tags: readonly Tag[] | undefined): Found =>
    hasStackTags(tags, prefix) ? { type, id } : { type, id, note }

  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand(request), send)
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(request), send)
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand(request), send)
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand(request), send)
  const attached = { Filters: [{ Name: 'attachment.vpc-id', Values: [vpcId] }] }
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand(attached), send)
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand(request), send)
  const groups = SecurityGroups.filter(({ GroupName }) => GroupName !== 'default')
  return [
    ...NetworkInterfaces.filter(one => !goesWithMountTarget(one)).map(one => ofInterface(one, note)),
    ...Subnets.map(({ SubnetId, Tags }) => found('AWS::EC2::Subnet', SubnetId!, Tags)),
    ...RouteTables.filter(({ Associations }) => !Associations?.some(({ Main }) => Main)).map(one =>
      found('AWS::EC2::RouteTable', one.RouteTableId!, one.Tags),
    ),
    ...VpcEndpoints.filter(({ State }) => !/^delet/i.test(State ?? '')).map(({ VpcEndpointId, Tags }) =>
      found('AWS::EC2::VPCEndpoint', VpcEndpointId!, Tags),
    ),
    ...InternetGateways.map(({ InternetGatewayId, Tags }) => ({
      ...found('AWS::EC2::InternetGateway', InternetGatewayId!, Tags),
      vpc: vpcId,
    })),
    ...groups.map(({ GroupId, Tags }) => found('AWS::EC2::SecurityGroup', GroupId!, Tags)),
    ...(await rulesBetween(
      ec2,
      groups.map(({ GroupId }) => GroupId!),
      signal,
    )),
  ]
}

/** A group to which a rule of another group refers cannot be deleted: those rules go first. */
async function rulesBetween(ec2: EC2Client, groups: readonly string[], signal?: AbortSignal): Promise<Found[]> {
  if (groups.length === 0) return []
  const request = new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [...groups] }] })
  const { SecurityGroupRules = [] } = await ec2.send(request, { abortSignal: signal })
  return SecurityGroupRules.filter(({ GroupId, ReferencedGroupInfo }) => {
    return ReferencedGroupInfo?.GroupId !== undefined && ReferencedGroupInfo.GroupId !== GroupId
  }).map(({ SecurityGroupRuleId, GroupId, IsEgress, ReferencedGroupInfo }) => ({
    type: `AWS::EC2::SecurityGroup${IsEgress ? 'Egress' : 'Ingress'}`,
    id: SecurityGroupRuleId!,
    group: GroupId!,
    note: `the rule of ${GroupId} that refers to ${ReferencedGroupInfo!.GroupId}`,
  }))
}

function ofInterface(
  { NetworkInterfaceId, InterfaceType, RequesterManaged, Description }: NetworkInterface,
  note: string,
): Found {
  const found = { type: 'AWS::EC2::NetworkInterface', id: NetworkInterfaceId! }
  if (InterfaceType === 'lambda') {
    const released = 'AWS Lambda releases it by itself some time after the last function that uses it, up to 45 minutes'
    return { ...found, note: released, notByHand: true }
  }
  // "You can't detach" it, and it goes with "the resource associated with" it:
  // docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
  if (RequesterManaged)
    return { ...found, note: `made by an AWS service (${Description}): remove what it belongs to`, notByHand: true }
  return { ...found, note }
}

function goesWithMountTarget({ InterfaceType, Description }: NetworkInterface): boolean {
  return String(InterfaceType) === 'efs' || /^EFS mount target/.test(Description ?? '')
}
