import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const ec2 = new EC2Client(aws)

async function newGroup(Description = 'rules'): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
  const create = new CreateSecurityGroupCommand({ VpcId: Vpc!.VpcId!, GroupName: 'rules', Description })
  return (await ec2.send(create)).GroupId!
}

const GroupId = await newGroup()
const nfs = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, IpRanges: [{ CidrIp: '10.0.0.0/16' }] }

function authorize(...permissions: Partial<IpPermission>[]) {
  const IpPermissions = permissions.map(one => ({ ...nfs, ...one }))
  return ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
}

async function ruleOf(permission: Partial<IpPermission>) {
  const { SecurityGroupRules } = await authorize(permission)
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6 } = SecurityGroupRules![0]!
  return [IpProtocol, FromPort, ToPort, CidrIpv4 ?? CidrIpv6]
}

t.test('an invalid rule is refused in EC2’s words', async t => {
  const cases: [permission: Partial<IpPermission>, message: string | RegExp][] = [
    [{ IpRanges: [{ CidrIp: 'foo' }] }, 'CIDR block foo is malformed'],
    [{ IpRanges: [{ CidrIp: '10.0.0.0/99' }] }, 'CIDR block 10.0.0.0/99 is malformed'],
    [{ IpRanges: [{ CidrIp: '10.0.0.1' }] }, 'CIDR block 10.0.0.1 is malformed'],
    [{ IpRanges: [], Ipv6Ranges: [{ CidrIpv6: '::/129' }] }, 'CIDR block ::/129 is malformed'],
    [{ FromPort: 2049, ToPort: 80 }, 'Invalid TCP/UDP port range (2049:80)'],
    [{ ToPort: 99999 }, 'TCP/UDP (to) port (99999) out of range'],
    [{ FromPort: -1, ToPort: -1 }, 'TCP/UDP (from) port (-1) out of range'],
    [{ FromPort: undefined }, "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."],
    [{ ToPort: undefined }, "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."],
    [{ IpProtocol: 'icmp', FromPort: 0, ToPort: 65535 }, 'ICMP code (65535) out of range'],
    [{ IpProtocol: 'all' }, "Invalid value 'all' for IP protocol. Unknown protocol."],
    [{ IpProtocol: '256' }, "Invalid value '256' for IP protocol. Unknown protocol."],
    [{ IpProtocol: undefined }, /VPC security group rules must specify protocols explicitly/],
    [{ IpRanges: [{ CidrIp: '0.0.0.0/0', Description: "it's" }] }, /^Invalid rule description. Valid descriptions are/],
    [{ IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'x'.repeat(256) }] }, /^Invalid rule description/],
    [{ FromPort: Number.NaN }, /NaN/],
  ]
  for (const [permission, message] of cases) {
    await t.rejects(authorize(permission), { name: 'InvalidParameterValue', message }, String(message))
  }
  await t.rejects(authorize({}, { IpRanges: [{ CidrIp: '10.0.9.9/16' }] }), {
    name: 'InvalidParameterValue',
    message: 'The same permission must not appear multiple times',
  })
  await t.rejects(authorize({ IpRanges: [], UserIdGroupPairs: [{ GroupId: await newGroup() }] }), {
    name: 'InvalidGroup.NotFound',
    message: 'You have specified two resources that belong to different networks.',
  })
  await t.rejects(newGroup("it's"), { message: /^Invalid security group description. Valid descriptions are/ })
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))
  t.same(SecurityGroups![0]!.IpPermissions, [], 'none of them left a rule')
})

t.test('a rule is stored in its canonical form, and found by any equivalent form', async t => {
  const range = (CidrIp: string) => ({ IpRanges: [{ CidrIp }] })
  t.same(await ruleOf({ IpProtocol: '6', ...range('92.68.201.91/29') }), ['tcp', 2049, 2049, '92.68.201.88/29'])
  await t.rejects(authorize({ IpProtocol: 'TCP', ...range('92.68.201.88/29') }), {
    name: 'InvalidPermission.Duplicate',
  })
  const IpPermissions = [{ ...nfs, IpProtocol: 'tcp', ...range('92.68.201.95/29') }]
  await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }))

  const withoutPorts = { FromPort: undefined, ToPort: undefined }
  t.same(await ruleOf({ IpProtocol: '50', ...withoutPorts }), ['50', -1, -1, '10.0.0.0/16'])
  t.same(await ruleOf({ IpProtocol: '58', ...withoutPorts }), ['icmpv6', -1, -1, '10.0.0.0/16'])
  t.same(await ruleOf({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }), ['icmp', 8, -1, '10.0.0.0/16'])
  t.same(await ruleOf({ IpRanges: [], Ipv6Ranges: [{ CidrIpv6: '2A03:2800:0300:0::/64' }] }), [
    'tcp',
    2049,
    2049,
    '2a03:2800:300::/64',
  ])
})

t.test('the older form with one permission makes a rule, and its tags belong to the rule', async t => {
  const older = { GroupId, IpProtocol: 'udp', FromPort: 53, ToPort: 53 }
  const TagSpecifications = [{ ResourceType: 'security-group-rule' as const, Tags: [{ Key: 'for', Value: 'dns' }] }]
  const { SecurityGroupRules } = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ ...older, CidrIp: '10.0.0.0/8', TagSpecifications }),
  )
  t.match(SecurityGroupRules, [
    { IpProtocol: 'udp', FromPort: 53, CidrIpv4: '10.0.0.0/8', Tags: [{ Key: 'for', Value: 'dns' }] },
  ])
  await t.rejects(ec2.send(new AuthorizeSecurityGroupIngressCommand(older)), {
    name: 'MissingParameter',
    message: 'Missing source specification: include source security group or CIDR information',
  })
})

t.test('the block of a VPC or a subnet is stored without its host bits', async t => {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '100.68.0.18/18' }))
  t.equal(Vpc!.CidrBlock, '100.68.0.0/18')
  const inVpc = { VpcId: Vpc!.VpcId! }
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ ...inVpc, CidrBlock: '100.68.1.7/24' }))
  t.equal(Subnet!.CidrBlock, '100.68.1.0/24')
  await t.rejects(ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16/16' })), {
    message: /This is not a valid CIDR block/,
  })
})
