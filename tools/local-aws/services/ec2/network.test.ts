import {
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteRouteTableCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeAvailabilityZonesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2'
import { CreateFileSystemCommand, CreateMountTargetCommand, EFSClient } from '@aws-sdk/client-efs'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const ec2 = new EC2Client(aws)

async function newVpc(): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
  return Vpc!.VpcId!
}

async function newGroup(VpcId: string, GroupName: string): Promise<string> {
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: GroupName }))
  return GroupId!
}

t.test('subnets lie in their VPC, do not overlap, and are found by filter and tag', async t => {
  const VpcId = await newVpc()
  const zones = await ec2.send(new DescribeAvailabilityZonesCommand({}))
  const create = (CidrBlock: string, zone: number) =>
    ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: zones.AvailabilityZones![zone]!.ZoneName }))
  const first = await create('10.0.0.0/24', 0)
  const second = await create('10.0.1.0/24', 1)
  t.not(first.Subnet!.AvailabilityZone, second.Subnet!.AvailabilityZone)
  t.equal(first.Subnet!.AvailableIpAddressCount, 251)
  await t.rejects(create('10.0.1.128/25', 0), {
    name: 'InvalidSubnet.Conflict',
    message: "The CIDR '10.0.1.128/25' conflicts with another subnet",
  })
  for (const inside of ['10.0.0.240/28', '10.0.1.0/28', '10.0.0.0/16'])
    await t.rejects(create(inside, 0), { name: 'InvalidSubnet.Conflict' }, inside)
  await t.rejects(create('10.1.0.0/24', 0), { name: 'InvalidSubnet.Range' })
  await t.rejects(
    ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.2.0/24', AvailabilityZone: 'us-east-1z' })),
    { name: 'InvalidParameterValue', message: /us-east-1a, us-east-1b, us-east-1c/ },
  )

  await ec2.send(
    new CreateTagsCommand({ Resources: [second.Subnet!.SubnetId!], Tags: [{ Key: 'Name', Value: 'private-b' }] }),
  )
  const { Subnets } = await ec2.send(
    new DescribeSubnetsCommand({
      Filters: [
        { Name: 'vpc-id', Values: [VpcId] },
        { Name: 'tag:Name', Values: ['private-*'] },
      ],
    }),
  )
  t.same(
    Subnets!.map(subnet => subnet.SubnetId),
    [second.Subnet!.SubnetId],
  )
  await t.rejects(ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] })), {
    name: 'InvalidParameterValue',
    message: "The filter 'colour' is invalid",
  })
})

t.test('a subnet that is deleted leaves its route table the associations of the others', async t => {
  const VpcId = await newVpc()
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }))
  const RouteTableId = RouteTable!.RouteTableId!
  t.match(RouteTableId, /^rtb-[0-9a-f]{17}$/)
  const [kept, deleted] = await Promise.all(
    ['10.0.0.0/24', '10.0.1.0/24'].map(async CidrBlock => {
      const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock }))
      await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: Subnet!.SubnetId! }))
      return Subnet!.SubnetId
    }),
  )
  await ec2.send(new DeleteSubnetCommand({ SubnetId: deleted! }))
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }))
  t.same(
    RouteTables![0]!.Associations!.map(({ SubnetId }) => SubnetId),
    [kept],
  )
})

t.test('a VPC has the DNS attributes that were set', async t => {
  const VpcId = await newVpc()
  const hostnames = async () =>
    (await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }))).EnableDnsHostnames
  t.same(await hostnames(), { Value: false })
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }))
  t.same(await hostnames(), { Value: true })
  const attribute = (Attribute: string) =>
    ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: Attribute as never }))
  await t.rejects(attribute('enableDns'), { name: 'InvalidParameterValue', message: /enableDns/ })
  await t.rejects(attribute('enableNetworkAddressUsageMetrics'), { name: 'NotImplemented' })
})

t.test('a new security group allows all egress until that rule is revoked, and duplicates are refused', async t => {
  const VpcId = await newVpc()
  const [lambda, efs] = [await newGroup(VpcId, 'lambda'), await newGroup(VpcId, 'efs')]
  const nfsFrom = (GroupId: string) => [
    { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, UserIdGroupPairs: [{ GroupId }] },
  ]
  await ec2.send(
    new RevokeSecurityGroupEgressCommand({
      GroupId: lambda,
      IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    }),
  )
  await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: lambda, IpPermissions: nfsFrom(efs) }))
  const ingress = new AuthorizeSecurityGroupIngressCommand({ GroupId: efs, IpPermissions: nfsFrom(lambda) })
  await ec2.send(ingress)
  await t.rejects(ec2.send(ingress), { name: 'InvalidPermission.Duplicate', message: /TCP, from port: 2049/ })

  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [lambda] }))
  t.match(SecurityGroups![0]!.IpPermissionsEgress, [{ FromPort: 2049, UserIdGroupPairs: [{ GroupId: efs }] }])
  t.equal(SecurityGroups![0]!.IpPermissionsEgress!.length, 1, 'the allow-all rule is gone')
  await t.rejects(ec2.send(new DeleteSecurityGroupCommand({ GroupId: efs })), {
    name: 'DependencyViolation',
    message: `resource ${efs} has a dependent object`,
  })
})

t.test('a gateway endpoint adds a route to S3 to its tables', async t => {
  const VpcId = await newVpc()
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }))
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }))
  const RouteTableId = RouteTable!.RouteTableId!
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: Subnet!.SubnetId }))
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }] })
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId,
      ServiceName: 'com.amazonaws.us-east-1.s3',
      RouteTableIds: [RouteTableId],
      PolicyDocument: policy,
    }),
  )
  const { RouteTables } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [Subnet!.SubnetId!] }] }),
  )
  t.equal(RouteTables![0]!.Routes![1]!.GatewayId, VpcEndpoint!.VpcEndpointId)
  const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({}))
  t.equal(VpcEndpoints!.find(one => one.VpcId === VpcId)!.PolicyDocument, policy)
  await t.rejects(
    ec2.send(
      new CreateVpcEndpointCommand({ VpcId, ServiceName: 'com.amazonaws.us-east-1.s3', RouteTableIds: [RouteTableId] }),
    ),
    { name: 'RouteAlreadyExists' },
  )
  await t.rejects(ec2.send(new DeleteVpcCommand({ VpcId })), { name: 'DependencyViolation' })
})

t.test('a VPC with a route table besides its main one cannot be deleted', async t => {
  const VpcId = await newVpc()
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }))
  const remove = () => ec2.send(new DeleteVpcCommand({ VpcId }))
  await t.rejects(remove(), { name: 'DependencyViolation' })
  await ec2.send(new DeleteRouteTableCommand({ RouteTableId: RouteTable!.RouteTableId }))
  await t.resolves(remove())
})

t.test('the network interface of a mount target belongs to EFS and has no tags', async t => {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: await newVpc(), CidrBlock: '10.0.0.0/24' }))
  const efs = new EFSClient(aws)
  const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'network' }))
  aws.account.efs.fileSystem(FileSystemId!).state = 'available'
  const target = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: Subnet!.SubnetId }))
  const ids = { NetworkInterfaceIds: [target.NetworkInterfaceId!] }
  const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand(ids))
  t.match(NetworkInterfaces, [{ SubnetId: Subnet!.SubnetId, RequesterManaged: true, Status: 'in-use' }])
  t.same(NetworkInterfaces![0]!.TagSet, [])
})
