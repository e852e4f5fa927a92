import * as sdk from '@aws-sdk/client-ec2'
import t from 'tap'
import { attachNetworkInterface } from '../network-interfaces.ts'
import { arn, foundBy, OwnerId, taggedNetwork, Tags } from './tagged-network-fixture.ts'

const { aws, answer, Vpc, VpcId, Subnet, SubnetId } = await taggedNetwork(t)

t.test('a VPC and its parts are described in full', async t => {
  t.match(VpcId, /^vpc-[0-9a-f]{17}$/)
  const vpc = {
    VpcId,
    CidrBlock: '10.0.0.0/16',
    State: 'available',
    IsDefault: false,
    InstanceTenancy: 'default',
    OwnerId,
    CidrBlockAssociationSet: [
      {
        AssociationId: VpcId.replace('vpc', 'vpc-cidr-assoc'),
        CidrBlock: '10.0.0.0/16',
        CidrBlockState: { State: 'associated' },
      },
    ],
    Tags,
  }
  t.same(Vpc, vpc)
  const { Vpcs } = await answer(new sdk.DescribeVpcsCommand({}))
  t.same(Vpcs, [vpc])
  const { Vpc: other } = await answer(
    new sdk.CreateVpcCommand({ CidrBlock: '10.1.0.0/28', InstanceTenancy: 'dedicated' }),
  )
  t.equal(other.InstanceTenancy, 'dedicated')
  const ids = async (Filters: sdk.Filter[]) =>
    (await answer(new sdk.DescribeVpcsCommand({ Filters }))).Vpcs.map((one: sdk.Vpc) => one.VpcId)
  await foundBy(t, ids, { 'vpc-id': VpcId, cidr: '10.0.0.0/16', 'tag:k': 'v', 'tag-key': 'k' }, [VpcId])
  await foundBy(t, ids, { state: 'available', isDefault: 'false', 'is-default': 'false' }, [VpcId, other.VpcId])
  await answer(new sdk.DeleteVpcCommand({ VpcId: other.VpcId }))
  t.equal([...aws.account.ec2.routeTables.values()].length, 1, 'its main table is gone with it')
  t.equal([...aws.account.ec2.securityGroups.values()].length, 1, 'and its default group')
  for (const CidrBlock of ['10.0.0.0/15', '10.0.0.0/29'])
    await t.rejects(answer(new sdk.CreateVpcCommand({ CidrBlock })), { name: 'InvalidVpc.Range' })
  await t.rejects(answer(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16', InstanceTenancy: 'host' })), {
    name: 'InvalidParameterValue',
    message: 'Value (host) for parameter instanceTenancy is invalid.',
  })
  for (const [command, message] of [
    [new sdk.CreateVpcCommand({}), /cidrBlock or ipv4IpamPoolId/],
    [new sdk.CreateSubnetCommand({ VpcId }), /cidrBlock or ipv6CidrBlock/],
  ] as const)
    await t.rejects(answer(command), { name: 'MissingParameter', message })
})

t.test('a subnet is described in full, in its zone, and has its free addresses', async t => {
  t.match(SubnetId, /^subnet-[0-9a-f]{17}$/)
  t.same(Subnet, {
    SubnetId,
    SubnetArn: arn(`subnet/${SubnetId}`),
    VpcId,
    CidrBlock: '10.0.0.0/28',
    AvailabilityZone: 'us-east-1a',
    AvailabilityZoneId: 'use1-az1',
    AvailableIpAddressCount: 11,
    MapPublicIpOnLaunch: false,
    DefaultForAz: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    State: 'available',
    OwnerId,
    Tags,
  })
  const create = (more: object) => answer(new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24', ...more }))
  const { Subnet: other } = await create({ AvailabilityZoneId: 'use1-az3' })
  t.match(other, { AvailabilityZone: 'us-east-1c', AvailabilityZoneId: 'use1-az3' })
  const ids = async (Filters: sdk.Filter[]) =>
    (await answer(new sdk.DescribeSubnetsCommand({ Filters }))).Subnets.map((one: sdk.Subnet) => one.SubnetId)
  await foundBy(
    t,
    ids,
    {
      'subnet-id': SubnetId,
      'cidr-block': '10.0.0.0/28',
      'availability-zone': 'us-east-1a',
      'availability-zone-id': 'use1-az1',
    },
    [SubnetId],
  )
  await foundBy(t, ids, { 'vpc-id': VpcId, state: 'available' }, [SubnetId, other.SubnetId])
  for (const CidrBlock of ['10.0.2.0/29', '10.0.0.0/15'])
    await t.rejects(create({ CidrBlock }), {
      name: 'InvalidSubnet.Range',
      message: `The CIDR '${CidrBlock}' is invalid.`,
    })
  await t.rejects(
    create({ AvailabilityZone: 'us-east-1a', AvailabilityZoneId: 'use1-az1', CidrBlock: '10.0.2.0/24' }),
    {
      name: 'InvalidParameterCombination',
    },
  )
  await t.rejects(create({ AvailabilityZoneId: 'use1-az4', CidrBlock: '10.0.2.0/24' }), {
    name: 'InvalidParameterValue',
    message: /parameter availabilityZoneId is invalid.*: use1-az1, use1-az2, use1-az3\.$/,
  })
  const modify = (Value: boolean) =>
    answer(new sdk.ModifySubnetAttributeCommand({ SubnetId: other.SubnetId, MapPublicIpOnLaunch: { Value } }))
  for (const value of [true, false]) {
    await modify(value)
    const { Subnets } = await answer(new sdk.DescribeSubnetsCommand({ SubnetIds: [other.SubnetId] }))
    t.equal(Subnets[0].MapPublicIpOnLaunch, value)
  }
  await answer(new sdk.DeleteSubnetCommand({ SubnetId: other.SubnetId }))
  await t.rejects(answer(new sdk.DeleteSubnetCommand({ SubnetId: other.SubnetId })), {
    name: 'InvalidSubnetID.NotFound',
    message: `The subnet ID '${other.SubnetId}' does not exist`,
    $metadata: { httpStatusCode: 400 },
  })
})

t.test('interfaces take the free addresses of their subnet, from the fifth to the last but one', async t => {
  const group = [...aws.account.ec2.securityGroups.values()][0]!
  const attach = (more: object = {}) =>
    attachNetworkInterface(aws.account.ec2, {
      subnetId: SubnetId,
      interfaceType: 'efs',
      description: 'of a test',
      securityGroupIds: [group.groupId],
      requesterId: 'me',
      ...more,
    })
  const first = attach()
  t.equal(first.privateIpAddress, '10.0.0.4')
  t.equal(attach({ privateIpAddress: '10.0.0.6' }).privateIpAddress, '10.0.0.6')
  t.equal(attach().privateIpAddress, '10.0.0.5')
  t.equal(attach().privateIpAddress, '10.0.0.7', 'a taken address is left out')
  const { NetworkInterfaces } = await answer(
    new sdk.DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [first.networkInterfaceId] }),
  )
  t.match(first.networkInterfaceId, /^eni-[0-9a-f]{17}$/)
  t.same(NetworkInterfaces, [
    {
      NetworkInterfaceId: first.networkInterfaceId,
      InterfaceType: 'efs',
      SubnetId,
      VpcId,
      AvailabilityZone: 'us-east-1a',
      Description: 'of a test',
      PrivateIpAddress: '10.0.0.4',
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: '10.0.0.4' }],
      Groups: [{ GroupId: group.groupId, GroupName: 'default' }],
      Status: 'in-use',
      RequesterId: 'me',
      RequesterManaged: true,
      SourceDestCheck: true,
      OwnerId,
      TagSet: [],
    },
  ])
  const { Subnets } = await answer(new sdk.DescribeSubnetsCommand({ SubnetIds: [SubnetId] }))
  t.equal(Subnets[0].AvailableIpAddressCount, 7)
  const other = attach({ interfaceType: 'lambda', description: 'other', requesterId: 'you', securityGroupIds: [] })
  const ids = async (Filters: sdk.Filter[]) =>
    (await answer(new sdk.DescribeNetworkInterfacesCommand({ Filters }))).NetworkInterfaces.map(
      (one: sdk.NetworkInterface) => one.NetworkInterfaceId,
    )
  const filters = {
    'network-interface-id': other.networkInterfaceId,
    description: 'other',
    'interface-type': 'lambda',
    'requester-id': 'you',
  }
  await foundBy(t, ids, filters, [other.networkInterfaceId])
  t.equal((await ids([{ Name: 'group-id', Values: [group.groupId] }])).length, 4)
  for (const [Name, value] of [
    ['subnet-id', SubnetId],
    ['vpc-id', VpcId],
    ['status', 'in-use'],
  ] as const)
    t.equal((await ids([{ Name, Values: [value] }])).length, 5, Name)
  await t.rejects(answer(new sdk.DeleteSubnetCommand({ SubnetId })), { name: 'DependencyViolation' })
  for (let more = 0; more < 6; more += 1) attach()
  t.throws(() => attach(), {
    code: 'InsufficientFreeAddressesInSubnet',
    message: `Insufficient Free Addresses in subnet '${SubnetId}'.`,
  })
  aws.account.ec2.networkInterfaces.clear()
})

t.test('names of hosts need the support of DNS', async t => {
  const modify = (more: object) => answer(new sdk.ModifyVpcAttributeCommand({ VpcId, ...more }))
  const support = async () =>
    (await answer(new sdk.DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' }))).EnableDnsSupport
  t.same(await support(), { Value: true })
  await modify({ EnableDnsSupport: { Value: false } })
  t.same(await support(), { Value: false })
  await t.rejects(modify({ EnableDnsHostnames: { Value: true } }), { name: 'InvalidParameterValue' })
  await t.resolves(modify({ EnableDnsHostnames: { Value: false } }))
})
