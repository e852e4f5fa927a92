import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { securityGroupEgress, securityGroupIngress } from './security-group-rule.ts'
import { securityGroup } from './security-group.ts'
import { gone, merged, own, retagged, tagged } from './tagged-calls-fixture.ts'

t.test('a group loses the rule of a new group only for egress rules of its own', async t => {
  const answers = {
    CreateSecurityGroup: { GroupId: 'sg-1' },
    DescribeSecurityGroups: { SecurityGroups: [{ VpcId: 'vpc-1' }] },
  }
  const { create, update, remove } = handlerCalls(securityGroup, answers)
  const group = (direction: string, id: string, IpPermissions: object[]) => [
    `ec2.${direction}`,
    { GroupId: id, IpPermissions },
  ]
  const allOut = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
  const look = (id: string) => ['ec2.DescribeSecurityGroups', { GroupIds: [id] }]
  const rule = { IpProtocol: 'tcp', FromPort: '80', ToPort: '81', CidrIp: '10.0.0.0/8', Description: 'd' }
  const ranges = [{ CidrIp: '10.0.0.0/8', Description: 'd' }]
  const asked = [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 81, IpRanges: ranges }]
  const properties = { GroupDescription: 'g', VpcId: 'vpc-1' }
  const plain = await create(properties)
  t.same(plain.made, { physicalId: 'sg-1', attributes: { GroupId: 'sg-1', Id: 'sg-1', VpcId: 'vpc-1' } })
  t.same(plain.calls, [
    [
      'ec2.CreateSecurityGroup',
      {
        GroupName: 'generated {"maxLength":255}',
        Description: 'g',
        VpcId: 'vpc-1',
        ...tagged('security-group', merged.slice(0, 1)),
      },
    ],
    ['initiated', 'sg-1'],
    look('sg-1'),
  ])
  const both = { SecurityGroupIngress: [rule], SecurityGroupEgress: [rule] }
  const named = await create({ ...properties, GroupName: 'n', ...both })
  t.match(named.calls[0]![1], { GroupName: 'n' })
  t.same(named.calls.slice(2), [
    group('RevokeSecurityGroupEgress', 'sg-1', allOut),
    group('AuthorizeSecurityGroupIngress', 'sg-1', asked),
    group('AuthorizeSecurityGroupEgress', 'sg-1', asked),
    look('sg-1'),
  ])
  const changed = ['SecurityGroupIngress', 'SecurityGroupEgress']
  t.same((await update(both, {}, changed)).calls, [
    group('RevokeSecurityGroupIngress', 'physical', asked),
    group('RevokeSecurityGroupEgress', 'physical', asked),
    group('AuthorizeSecurityGroupEgress', 'physical', allOut),
    look('physical'),
  ])
  t.same((await update({}, both, changed)).calls, [
    group('RevokeSecurityGroupEgress', 'physical', allOut),
    group('AuthorizeSecurityGroupIngress', 'physical', asked),
    group('AuthorizeSecurityGroupEgress', 'physical', asked),
    look('physical'),
  ])
  t.equal((await update(both, both, changed)).calls.length, 5, 'the rule of a new group is not touched')
  t.same((await update(own, {}, ['Tags'])).calls, [...retagged, look('physical')])
  t.same(await remove(), [['ec2.DeleteSecurityGroup', { GroupId: 'physical' }]])
  await ignoresOnly(t, securityGroup, 'DeleteSecurityGroup', gone)
})

t.test('a rule of its own has one peer of any kind', async t => {
  for (const [type, direction, side] of [
    [securityGroupIngress, 'Ingress', 'Source'],
    [securityGroupEgress, 'Egress', 'Destination'],
  ] as const) {
    const answers = {
      [`AuthorizeSecurityGroup${direction}`]: { SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-1' }] },
    }
    const { create, remove } = handlerCalls(type, answers)
    for (const [properties, peer] of [
      [{ CidrIp: 'c' }, { IpRanges: [{ CidrIp: 'c' }] }],
      [{ CidrIpv6: 'c', Description: 'd' }, { Ipv6Ranges: [{ CidrIpv6: 'c', Description: 'd' }] }],
      [{ [`${side}SecurityGroupId`]: 'sg-2' }, { UserIdGroupPairs: [{ GroupId: 'sg-2' }] }],
      [{ [`${side}PrefixListId`]: 'pl-1' }, { PrefixListIds: [{ PrefixListId: 'pl-1' }] }],
    ] as const)
      t.same(await create({ GroupId: 'sg-1', IpProtocol: -1, ...properties }), {
        made: { physicalId: 'sgr-1', attributes: { Id: 'sgr-1' } },
        calls: [
          [
            `ec2.AuthorizeSecurityGroup${direction}`,
            { GroupId: 'sg-1', IpPermissions: [{ IpProtocol: '-1', ...peer }] },
          ],
        ],
      })
    const two = create({ GroupId: 'sg-1', IpProtocol: '-1', CidrIp: 'c', [`${side}PrefixListId`]: 'pl-1' })
    await t.rejects(two, { code: 'InvalidRequest', message: /exactly one of CidrIp/ })
    t.same(await remove({ GroupId: 'sg-1' }), [
      [`ec2.RevokeSecurityGroup${direction}`, { GroupId: 'sg-1', SecurityGroupRuleIds: ['physical'] }],
    ])
    await ignoresOnly(t, type, `RevokeSecurityGroup${direction}`, gone)
  }
})
