import type * as sdk from '@aws-sdk/client-ec2'
import { addressRange } from './cidr.ts'
import { interfacesOfSubnet } from './network-interfaces.ts'
import type {
  InternetGateway,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from './network-model.ts'
import type { Account } from './operation.ts'
import { describePermission } from './security-group-rules.ts'
import { tagList } from './tags.ts'

export function describeVpc(account: Account, vpc: Vpc): sdk.Vpc {
  return {
    VpcId: vpc.vpcId,
    CidrBlock: vpc.cidrBlock,
    State: 'available',
    IsDefault: false,
    InstanceTenancy: vpc.instanceTenancy,
    OwnerId: account.id,
    CidrBlockAssociationSet: [
      {
        AssociationId: vpc.vpcId.replace('vpc', 'vpc-cidr-assoc'),
        CidrBlock: vpc.cidrBlock,
        CidrBlockState: { State: 'associated' },
      },
    ],
    Tags: tagList(vpc.tags),
  }
}

export function describeSubnet(account: Account, subnet: Subnet): sdk.Subnet {
  const { first, last } = addressRange(subnet.cidrBlock)
  const reserved = 5
  return {
    SubnetId: subnet.subnetId,
    SubnetArn: account.arn('ec2', `subnet/${subnet.subnetId}`),
    VpcId: subnet.vpcId,
    CidrBlock: subnet.cidrBlock,
    AvailabilityZone: subnet.availabilityZone,
    AvailabilityZoneId: subnet.availabilityZoneId,
    AvailableIpAddressCount: last - first + 1 - reserved - interfacesOfSubnet(account.ec2, subnet.subnetId).length,
    MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    DefaultForAz: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    State: 'available',
    OwnerId: account.id,
    Tags: tagList(subnet.tags),
  }
}

/**
 * Describes the local route, one route to S3's prefix list for each gateway endpoint on the table, and those to an
 * internet gateway.
 */
export function describeRouteTable(account: Account, table: RouteTable): sdk.RouteTable {
  const endpoints = [...account.ec2.vpcEndpoints.values()].filter(one => one.routeTableIds.has(table.routeTableId))
  return {
    RouteTableId: table.routeTableId,
    VpcId: table.vpcId,
    OwnerId: account.id,
    Associations: [
      ...(table.main
        ? [
            {
              Main: true,
              RouteTableId: table.routeTableId,
              RouteTableAssociationId: table.routeTableId.replace('rtb', 'rtbassoc'),
              AssociationState: { State: 'associated' as const },
            },
          ]
        : []),
      ...[...table.associations].map(([id, subnetId]) => ({
        Main: false,
        RouteTableAssociationId: id,
        RouteTableId: table.routeTableId,
        SubnetId: subnetId,
        AssociationState: { State: 'associated' as const },
      })),
    ],
    PropagatingVgws: [],
    Routes: [
      {
        DestinationCidrBlock: account.ec2.vpc(table.vpcId).cidrBlock,
        GatewayId: 'local',
        Origin: 'CreateRouteTable',
        State: 'active',
      },
      ...endpoints.map(endpoint => ({
        DestinationPrefixListId: account.ec2.s3PrefixList().id,
        GatewayId: endpoint.vpcEndpointId,
        Origin: 'CreateRoute' as const,
        State: 'active' as const,
      })),
      ...[...table.routes].map(([DestinationCidrBlock, GatewayId]) => ({
        DestinationCidrBlock,
        GatewayId,
        Origin: 'CreateRoute' as const,
        State: isAttached(account, GatewayId, table) ? ('active' as const) : ('blackhole' as const),
      })),
    ],
    Tags: tagList(table.tags),
  }
}

function isAttached(account: Account, gatewayId: string, table: RouteTable): boolean {
  return account.ec2.internetGateways.get(gatewayId)?.vpcId === table.vpcId
}

export function describeInternetGateway(account: Account, gateway: InternetGateway): sdk.InternetGateway {
  return {
    InternetGatewayId: gateway.internetGatewayId,
    OwnerId: account.id,
    // An attached internet gateway is "available"
    // (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGatewayAttachment.html).
    Attachments: gateway.vpcId ? [{ VpcId: gateway.vpcId, State: 'available' as sdk.AttachmentStatus }] : [],
    Tags: tagList(gateway.tags),
  }
}

export function describeSecurityGroup(account: Account, group: SecurityGroup): sdk.SecurityGroup {
  return {
    GroupId: group.groupId,
    GroupName: group.groupName,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: account.id,
    SecurityGroupArn: account.arn('ec2', `security-group/${group.groupId}`),
    IpPermissions: group.rules.filter(rule => !rule.isEgress).map(rule => describePermission(account, rule)),
    IpPermissionsEgress: group.rules.filter(rule => rule.isEgress).map(rule => describePermission(account, rule)),
    Tags: tagList(group.tags),
  }
}

export function describeVpcEndpoint(account: Account, endpoint: VpcEndpoint): sdk.VpcEndpoint {
  return {
    VpcEndpointId: endpoint.vpcEndpointId,
    VpcEndpointType: endpoint.type,
    VpcId: endpoint.vpcId,
    ServiceName: endpoint.serviceName,
    State: 'available' as sdk.State,
    PolicyDocument: endpoint.policyDocument,
    RouteTableIds: [...endpoint.routeTableIds],
    SubnetIds: [],
    Groups: [],
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    NetworkInterfaceIds: [],
    DnsEntries: [],
    CreationTimestamp: endpoint.creationTimestamp,
    OwnerId: account.id,
    Tags: tagList(endpoint.tags),
  }
}

export function describeNetworkInterface(account: Account, one: NetworkInterface): sdk.NetworkInterface {
  const subnet = account.ec2.subnet(one.subnetId)
  return {
    NetworkInterfaceId: one.networkInterfaceId,
    InterfaceType: one.interfaceType as sdk.NetworkInterfaceType,
    SubnetId: one.subnetId,
    VpcId: subnet.vpcId,
    AvailabilityZone: subnet.availabilityZone,
    Description: one.description,
    PrivateIpAddress: one.privateIpAddress,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: one.privateIpAddress }],
    Groups: one.securityGroupIds.map(GroupId => ({
      GroupId,
      GroupName: account.ec2.securityGroups.get(GroupId)?.groupName,
    })),
    Status: 'in-use',
    RequesterId: one.requesterId,
    RequesterManaged: true,
    SourceDestCheck: true,
    OwnerId: account.id,
    TagSet: [],
  }
}
