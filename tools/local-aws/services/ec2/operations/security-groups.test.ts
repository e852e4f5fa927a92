import * as sdk from '@aws-sdk/client-ec2'
import t from 'tap'
import { arn, foundBy, OwnerId, tagged, taggedNetwork, Tags } from './tagged-network-fixture.ts'

const { answer, VpcId } = await taggedNetwork(t)

t.test('a security group and its rules are described in full', async t => {
  const group = { VpcId, GroupName: 'web', Description: 'for the web' }
  const create = (more: object) => answer(new sdk.CreateSecurityGroupCommand({ ...group, ...more }))
  const { GroupId, ...made } = await create(tagged('security-group'))
  t.match(GroupId, /^sg-[0-9a-f]{17}$/)
  t.same(made, { Tags, SecurityGroupArn: arn(`security-group/${GroupId}`) })
  const IpPermissions = [
    { IpProtocol: 'tcp', FromPort: 80, ToPort: 81, IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'd' }] },
    { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] },
    { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, PrefixListIds: [{ PrefixListId: 'pl-63a5400a' }] },
    { IpProtocol: 'udp', FromPort: 0, ToPort: 65_535, UserIdGroupPairs: [{ GroupId }] },
  ]
  const { Return, SecurityGroupRules } = await answer(
    new sdk.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions, ...tagged('security-group-rule') }),
  )
  t.equal(Return, true)
  const common = { GroupId, GroupOwnerId: OwnerId, IsEgress: false, Tags }
  t.same(
    SecurityGroupRules.map(({ SecurityGroupRuleId, ...rule }: sdk.SecurityGroupRule) => rule),
    [
      { ...common, IpProtocol: 'tcp', FromPort: 80, ToPort: 81, CidrIpv4: '10.0.0.0/8', Description: 'd' },
      { ...common, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv6: '2001:db8::/32' },
      { ...common, IpProtocol: 'icmp', FromPort: -1, ToPort: -1, PrefixListId: 'pl-63a5400a' },
      {
        ...common,
        IpProtocol: 'udp',
        FromPort: 0,
        ToPort: 65_535,
        ReferencedGroupInfo: { GroupId, UserId: OwnerId, VpcId },
      },
    ],
  )
  const ruleIds = SecurityGroupRules.map((one: sdk.SecurityGroupRule) => one.SecurityGroupRuleId)
  t.match(ruleIds[0], /^sgr-[0-9a-f]{17}$/)
  const found = async (input: object) =>
    (await answer(new sdk.DescribeSecurityGroupRulesCommand(input))).SecurityGroupRules.map(
      (one: sdk.SecurityGroupRule) => one.SecurityGroupRuleId,
    )
  t.same(await found({ SecurityGroupRuleIds: [ruleIds[1]] }), [ruleIds[1]])
  t.equal((await found({ Filters: [{ Name: 'group-id', Values: [GroupId] }] })).length, 5, 'one is for egress')
  const byId = (value: string) => ({ Filters: [{ Name: 'security-group-rule-id', Values: [value] }] })
  t.same(await found(byId(ruleIds[2])), [ruleIds[2]])

  const none = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] }
  const { SecurityGroups } = await answer(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))
  t.same(SecurityGroups, [
    {
      GroupId,
      GroupName: 'web',
      Description: 'for the web',
      VpcId,
      OwnerId,
      SecurityGroupArn: arn(`security-group/${GroupId}`),
      IpPermissions: [
        { ...none, ...IpPermissions[0] },
        { ...none, ...IpPermissions[1] },
        { ...none, ...IpPermissions[2] },
        { ...none, ...IpPermissions[3], UserIdGroupPairs: [{ GroupId, UserId: OwnerId }] },
      ],
      IpPermissionsEgress: [{ ...none, IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      Tags,
    },
  ])
  const groups = async (Filters: sdk.Filter[]) =>
    (await answer(new sdk.DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups.map(
      (one: sdk.SecurityGroup) => one.GroupId,
    )
  await foundBy(t, groups, { 'group-id': GroupId, 'group-name': 'web', description: 'for the web' }, [GroupId])
  t.equal((await groups([{ Name: 'vpc-id', Values: [VpcId] }])).length, 2)

  const unknown = { name: 'InvalidSecurityGroupRuleId.NotFound' }
  const revoke = (SecurityGroupRuleIds: string[]) =>
    answer(new sdk.RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }))
  await t.rejects(answer(new sdk.RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds: ruleIds })), unknown)
  t.same(await revoke(ruleIds), { Return: true })
  await t.rejects(revoke([ruleIds[0]]), unknown)
  t.same(await groups([{ Name: 'group-id', Values: [GroupId] }]), [GroupId])
  for (const [more, name, message] of [
    [{ GroupName: 'web' }, 'InvalidGroup.Duplicate', `The security group 'web' already exists for VPC '${VpcId}'`],
    [{ GroupName: 'sg-web' }, 'InvalidParameterValue', 'Value (sg-web) for parameter GroupName is invalid.'],
    [{ GroupName: 'n'.repeat(256) }, 'InvalidParameterValue', /for parameter GroupName is invalid/],
    [{ GroupName: 'a?' }, 'InvalidParameterValue', /for parameter GroupName is invalid/],
    [{ GroupName: 'n', Description: 'd'.repeat(256) }, 'InvalidParameterValue', /^Invalid security group description/],
    [{ GroupName: 'n', Description: 'a?' }, 'InvalidParameterValue', /^Invalid security group description/],
    [{ GroupName: 'n', Description: 'é' }, 'InvalidParameterValue', /Character sets beyond ASCII are not supported/],
    [{ GroupName: 'n', VpcId: undefined }, 'VPCIdNotSpecified', 'No default VPC for this user'],
    [tagged('vpc'), 'InvalidGroup.Duplicate', /web/],
    [{ GroupName: 'n', ...tagged('vpc') }, 'InvalidParameterValue', /^'vpc' is not a valid taggable resource type/],
  ] as const)
    await t.rejects(create(more), { name, message }, JSON.stringify(more).slice(0, 60))
  const longest = await create({ GroupName: 'n'.repeat(255), Description: 'd'.repeat(255) })
  for (const one of [longest.GroupId, GroupId])
    t.same(await answer(new sdk.DeleteSecurityGroupCommand({ GroupId: one })), { Return: true, GroupId: one })
  const [usual] = await groups([{ Name: 'group-name', Values: ['default'] }])
  await t.rejects(answer(new sdk.DeleteSecurityGroupCommand({ GroupId: usual })), { name: 'CannotDelete' })
})

t.test('an ID of a security group and of its rules has a form, and a wrong tag type the code of its call', async t => {
  const described = (...GroupIds: string[]) => answer(new sdk.DescribeSecurityGroupsCommand({ GroupIds }))
  await t.rejects(described('sg-00000000000000000'), {
    name: 'InvalidGroup.NotFound',
    message: "The security group 'sg-00000000000000000' does not exist",
  })
  for (const [id, message] of [
    ['subnet-85f423ba', 'Invalid id: "subnet-85f423ba" (expecting "sg-...")'],
    ['asg-85f423ba', 'Invalid id: "asg-85f423ba" (expecting "sg-...")'],
    ['sg-11111111, sg-22222222', 'Invalid id: "sg-11111111, sg-22222222"'],
    ['sg-', 'Invalid id: "sg-"'],
  ] as const)
    await t.rejects(described(id), { name: 'InvalidGroupId.Malformed', message: equalTo(message) }, id)
  const rule = (id: string) => answer(new sdk.DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }))
  for (const id of ['sgr-', 'sgr-xyz', `sgr-${'0'.repeat(17)}`]) {
    const message = `The security group rule ID '${id}' does not exist`
    await t.rejects(rule(id), { name: 'InvalidSecurityGroupRuleId.NotFound', message }, id)
  }
  for (const id of ['SGR-00000000000000000', `sgr-${'0'.repeat(18)}`, 'a-sgr-1'])
    await t.rejects(rule(id), {
      name: 'InvalidSecurityGroupRuleId.Malformed',
      message: `Invalid id: "${id}" (expecting "sgr-...")`,
    })
  const TagSpecifications: sdk.TagSpecification[] = [{ ResourceType: 'instance', Tags }]
  const message = "'instance' is not a valid taggable resource type for this operation."
  for (const [call, name] of [
    [new sdk.CreateVpcCommand({ CidrBlock: '10.7.0.0/16', TagSpecifications }), 'InvalidParameter'],
    [new sdk.CreateInternetGatewayCommand({ TagSpecifications }), 'InvalidParameterValue'],
  ] as const)
    await t.rejects(answer(call as sdk.CreateVpcCommand), { name, message }, name)
})

/** A text of t.match as a whole: a string would match a part. */
function equalTo(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
}
