import {
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteTagsCommand,
  DescribeAvailabilityZonesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const ec2 = new EC2Client(aws)
const arn = (resource: string) => `arn:aws:ec2:us-east-1:000000000000:${resource}`

const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
const VpcId = Vpc!.VpcId!

/** A client of a role with these permissions. */
async function allowed(RoleName: string, Action: string, ...Resource: string[]): Promise<EC2Client> {
  const iam = new IAMClient(aws)
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const trust = document({ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' })
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))
  const PolicyDocument = document({ Effect: 'Allow', Action, Resource })
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }))
  const assume = new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'session' })
  const { Credentials } = await new STSClient(aws).send(assume)
  return new EC2Client({
    ...aws,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  })
}

t.test('tags and associations need a permission for each resource', async t => {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }))
  const SubnetId = Subnet!.SubnetId!
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }))
  const RouteTableId = RouteTable!.RouteTableId!
  const associate = new AssociateRouteTableCommand({ RouteTableId, SubnetId })
  const tag = (...Resources: string[]) => new CreateTagsCommand({ Resources, Tags: [{ Key: 'a', Value: 'b' }] })
  const untag = new DeleteTagsCommand({ Resources: [VpcId], Tags: [{ Key: 'a' }] })

  const byAccount = await allowed('by-account', 'ec2:*', arn('*/*'))
  await byAccount.send(tag(VpcId, SubnetId))
  await byAccount.send(untag)
  const { AssociationId } = await byAccount.send(associate)
  await byAccount.send(new DisassociateRouteTableCommand({ AssociationId }))

  const exact = await allowed('exact', 'ec2:*', arn(`vpc/${VpcId}`), arn(`route-table/${RouteTableId}`))
  await exact.send(tag(VpcId))
  await exact.send(untag)
  await t.rejects(exact.send(tag(VpcId, SubnetId)), { name: 'UnauthorizedOperation', message: new RegExp(SubnetId) })
  const again = await ec2.send(associate)
  await t.rejects(exact.send(new DisassociateRouteTableCommand({ AssociationId: again.AssociationId })), {
    name: 'UnauthorizedOperation',
  })
})

t.test('rules need a permission for each security group', async t => {
  const create = (GroupName: string) =>
    ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: GroupName }))
  const [own, other] = [(await create('own')).GroupId!, (await create('other')).GroupId!]
  const client = await allowed('own-group', 'ec2:*', arn(`security-group/${own}`))
  const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] }]
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: other, IpPermissions }))
  const calls: [name: string, call: (GroupId: string) => Promise<unknown>][] = [
    ['egress', GroupId => client.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }))],
    ['ingress', GroupId => client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))],
    ['revocation', GroupId => client.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }))],
  ]
  for (const [name, call] of calls) {
    await t.resolves(call(own), name)
    await t.rejects(call(other), { name: 'UnauthorizedOperation' }, name)
  }
})

t.test('a dry run reports whether the call would be allowed, and changes nothing', async t => {
  const create = new CreateVpcCommand({ CidrBlock: '10.9.0.0/16', DryRun: true })
  await t.rejects(ec2.send(create), {
    name: 'DryRunOperation',
    message: 'Request would have succeeded, but DryRun flag is set.',
    $metadata: { httpStatusCode: 412 },
  })
  const nobody = await allowed('nobody', 'ec2:DescribeVpcs', '*')
  await t.rejects(nobody.send(create), { name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } })
  t.equal((await ec2.send(new DescribeVpcsCommand({ DryRun: false }))).Vpcs!.length, 1)
})

t.test('a Describe call returns only the requested resources', async t => {
  const zones = async (input: object) =>
    (await ec2.send(new DescribeAvailabilityZonesCommand(input))).AvailabilityZones!.map(zone => zone.ZoneName)
  t.same(await zones({ ZoneNames: ['us-east-1b'] }), ['us-east-1b'])
  t.same(await zones({ Filters: [{ Name: 'zone-id', Values: ['use1-az3'] }] }), ['us-east-1c'])
  await t.rejects(zones({ ZoneNames: ['us-east-1z'] }), { message: 'Invalid availability zone: [us-east-1z]' })
  const inZone = { VpcId, CidrBlock: '10.0.8.0/24', AvailabilityZoneId: 'use1-az2' }
  t.equal((await ec2.send(new CreateSubnetCommand(inZone))).Subnet!.AvailabilityZone, 'us-east-1b')

  const missing: [answer: () => Promise<unknown>, name: string][] = [
    [
      () => ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-0'] })),
      'InvalidNetworkInterfaceID.NotFound',
    ],
    [
      () => ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: ['sgr-0'] })),
      'InvalidSecurityGroupRuleId.NotFound',
    ],
    [
      () => ec2.send(new DescribeManagedPrefixListsCommand({ PrefixListIds: ['pl-0'] })),
      'InvalidPrefixListID.NotFound',
    ],
  ]
  for (const [answer, name] of missing) await t.rejects(answer(), { name })

  for (let made = 0; made < 6; made += 1) await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
  const first = await ec2.send(new DescribeVpcsCommand({ MaxResults: 5 }))
  t.equal(first.Vpcs!.length, 5)
  t.equal((await ec2.send(new DescribeVpcsCommand({ MaxResults: 5, NextToken: first.NextToken }))).Vpcs!.length, 2)
  await t.rejects(ec2.send(new DescribeVpcsCommand({ MaxResults: 4 })), { name: 'InvalidParameterValue' })
})

t.test('a member without effect is refused by name', async t => {
  await t.rejects(ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] })), {
    name: 'NotImplemented',
    message: 'The local AWS does not have the member GroupNames of ec2:DescribeSecurityGroups.',
    $metadata: { httpStatusCode: 501 },
  })
  await t.rejects(ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', AmazonProvidedIpv6CidrBlock: true })), {
    name: 'NotImplemented',
  })
  await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', AmazonProvidedIpv6CidrBlock: false }))
})
