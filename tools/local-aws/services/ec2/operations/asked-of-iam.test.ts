import t from 'tap'
import { accountAlone, permissionsAsked } from '../../../asked-permissions-fixture.ts'

const account = accountAlone()
const asked = permissionsAsked(account, 'ec2')
const TagSpecifications = [{ Tags: [{ Key: 'k', Value: 'v' }] }]

t.test('a creation needs permissions on its type and on what it is made in, and with tags one to tag', t => {
  for (const [operation, type, input, others] of [
    ['CreateInternetGateway', 'internet-gateway', {}, []],
    ['CreateRouteTable', 'route-table', { VpcId: 'vpc-1' }, ['vpc/vpc-1']],
    ['CreateSecurityGroup', 'security-group', { VpcId: 'vpc-1' }, ['vpc/vpc-1']],
    ['CreateSubnet', 'subnet', { VpcId: 'vpc-1' }, ['vpc/vpc-1']],
    ['CreateVpc', 'vpc', {}, []],
    [
      'CreateVpcEndpoint',
      'vpc-endpoint',
      { VpcId: 'vpc-1', RouteTableIds: ['rtb-1', 'rtb-2'] },
      ['vpc/vpc-1', 'route-table/rtb-1', 'route-table/rtb-2'],
    ],
  ] as const) {
    const on = `ec2:${operation} on `
    const tag = `ec2:CreateTags on ${type}/* with {"ec2:CreateAction":"${operation}"}`
    const rest = others.map(other => on + other)
    t.same(asked(operation, input), [`${on}${type}/*`, ...rest], operation)
    t.same(asked(operation, { ...input, TagSpecifications }), [`${on}${type}/*`, tag, ...rest], operation)
    t.same(asked(operation, { ...input, TagSpecifications: [{ Tags: [] }] }), [`${on}${type}/*`, ...rest], operation)
  }
  t.end()
})

t.test('a change needs a permission on each resource that it names', t => {
  for (const [operation, input, resources] of [
    ['AssociateRouteTable', { RouteTableId: 'rtb-1', SubnetId: 'subnet-1' }, ['route-table/rtb-1', 'subnet/subnet-1']],
    ['AttachInternetGateway', { InternetGatewayId: 'igw-1', VpcId: 'vpc-1' }, ['internet-gateway/igw-1', 'vpc/vpc-1']],
    ['DetachInternetGateway', { InternetGatewayId: 'igw-1', VpcId: 'vpc-1' }, ['internet-gateway/igw-1', 'vpc/vpc-1']],
    ['AuthorizeSecurityGroupEgress', { GroupId: 'sg-1' }, ['security-group/sg-1']],
    ['AuthorizeSecurityGroupIngress', { GroupId: 'sg-1' }, ['security-group/sg-1']],
    ['RevokeSecurityGroupEgress', { GroupId: 'sg-1' }, ['security-group/sg-1']],
    ['RevokeSecurityGroupIngress', { GroupId: 'sg-1' }, ['security-group/sg-1']],
    ['CreateRoute', { RouteTableId: 'rtb-1' }, ['route-table/rtb-1']],
    ['DeleteRoute', { RouteTableId: 'rtb-1' }, ['route-table/rtb-1']],
    ['DeleteRouteTable', { RouteTableId: 'rtb-1' }, ['route-table/rtb-1']],
    ['DeleteInternetGateway', { InternetGatewayId: 'igw-1' }, ['internet-gateway/igw-1']],
    ['DeleteSecurityGroup', { GroupId: 'sg-1' }, ['security-group/sg-1']],
    ['DeleteSubnet', { SubnetId: 'subnet-1' }, ['subnet/subnet-1']],
    ['DeleteVpc', { VpcId: 'vpc-1' }, ['vpc/vpc-1']],
    ['DeleteVpcEndpoints', { VpcEndpointIds: ['vpce-1', 'vpce-2'] }, ['vpc-endpoint/vpce-1', 'vpc-endpoint/vpce-2']],
    ['DeleteVpcEndpoints', {}, []],
    ['DescribeVpcAttribute', { VpcId: 'vpc-1' }, ['vpc/vpc-1']],
    ['DisassociateRouteTable', { AssociationId: 'rtbassoc-1' }, ['route-table/*']],
    ['ModifySubnetAttribute', { SubnetId: 'subnet-1' }, ['subnet/subnet-1']],
    ['ModifyVpcAttribute', { VpcId: 'vpc-1' }, ['vpc/vpc-1']],
    ['ModifyVpcEndpoint', { VpcEndpointId: 'vpce-1' }, ['vpc-endpoint/vpce-1']],
  ] as const)
    t.same(
      asked(operation, input),
      resources.map(resource => `ec2:${operation} on ${resource}`),
      operation,
    )
  for (const operation of ['AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress'])
    t.same(
      asked(operation, { GroupId: 'sg-1', TagSpecifications })[1],
      [`ec2:CreateTags on security-group-rule/* with {"ec2:CreateAction":"${operation}"}`].join(),
    )
  const associations = new Map([['rtbassoc-2', 'subnet-2']])
  account.ec2.routeTables.set('rtb-2', { routeTableId: 'rtb-2', associations } as never)
  t.same(asked('DisassociateRouteTable', { AssociationId: 'rtbassoc-2' }), [
    'ec2:DisassociateRouteTable on route-table/rtb-2',
    'ec2:DisassociateRouteTable on subnet/subnet-2',
  ])
  t.end()
})

t.test('a tag needs a permission on its resource, by the type of its ID', t => {
  for (const [id, type] of [
    ['vpc-1', 'vpc'],
    ['subnet-1', 'subnet'],
    ['rtb-1', 'route-table'],
    ['sg-1', 'security-group'],
    ['vpce-1', 'vpc-endpoint'],
    ['igw-1', 'internet-gateway'],
    ['eni-1', 'network-interface'],
    ['sgr-1', 'security-group-rule'],
    ['other-1', '*'],
  ])
    for (const operation of ['CreateTags', 'DeleteTags'])
      t.same(asked(operation, { Resources: [id, id] }), [
        `ec2:${operation} on ${type}/${id}`,
        `ec2:${operation} on ${type}/${id}`,
      ])
  t.end()
})

t.test('a Describe call needs a permission on all resources', t => {
  for (const plural of [
    'AvailabilityZones',
    'InternetGateways',
    'ManagedPrefixLists',
    'NetworkInterfaces',
    'RouteTables',
    'SecurityGroupRules',
    'SecurityGroups',
    'Subnets',
    'VpcEndpoints',
    'Vpcs',
  ])
    t.same(asked(`Describe${plural}`), [`ec2:Describe${plural} on *`])
  t.end()
})
