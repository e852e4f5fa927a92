import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { routeTable } from './route-table.ts'
import { subnetRouteTableAssociation } from './subnet-route-table-association.ts'
import { subnet } from './subnet.ts'
import { gone, merged, own, retagged, tagged } from './tagged-calls-fixture.ts'
import { vpcEndpoint } from './vpc-endpoint.ts'
import { vpc } from './vpc.ts'

t.test('a VPC is created, described and changed with its DNS attributes', async t => {
  const VpcId = 'vpc-1'
  const described = { VpcId, CidrBlock: '10.0.0.0/16', CidrBlockAssociationSet: [{ AssociationId: 'a' }] }
  const answers = {
    CreateVpc: { Vpc: { VpcId } },
    DescribeVpcs: { Vpcs: [described] },
    DescribeSecurityGroups: { SecurityGroups: [{ GroupId: 'sg-1' }] },
  }
  const { create, update, remove } = handlerCalls(vpc, answers)
  const dns = (id: string, support: boolean, hostnames: boolean) => [
    ['ec2.ModifyVpcAttribute', { VpcId: id, EnableDnsSupport: { Value: support } }],
    ['ec2.ModifyVpcAttribute', { VpcId: id, EnableDnsHostnames: { Value: hostnames } }],
  ]
  const looks = (id: string) => [
    ['ec2.DescribeVpcs', { VpcIds: [id] }],
    [
      'ec2.DescribeSecurityGroups',
      {
        Filters: [
          { Name: 'vpc-id', Values: [id] },
          { Name: 'group-name', Values: ['default'] },
        ],
      },
    ],
  ]
  const attributes = {
    CidrBlock: '10.0.0.0/16',
    CidrBlockAssociations: ['a'],
    DefaultSecurityGroup: 'sg-1',
    Ipv6CidrBlocks: [],
  }
  const { made, calls } = await create({ CidrBlock: '10.0.0.0/16', InstanceTenancy: 'default', ...own })
  t.same(made, { physicalId: VpcId, attributes: { VpcId, ...attributes } })
  t.same(calls, [
    ['ec2.CreateVpc', { CidrBlock: '10.0.0.0/16', InstanceTenancy: 'default', ...tagged('vpc') }],
    ['initiated', VpcId],
    ...dns(VpcId, true, false),
    ...looks(VpcId),
  ])
  const turned = { EnableDnsSupport: 'false', EnableDnsHostnames: 'true' }
  const updated = await update(own, turned, ['EnableDnsSupport', 'Tags'])
  t.same(updated.made, { physicalId: 'physical', attributes: { VpcId: 'physical', ...attributes } })
  t.same(updated.calls, [...dns('physical', false, true), ...retagged, ...looks('physical')])
  t.same((await update({}, {}, [])).calls, [...dns('physical', true, false), ...looks('physical')])
  t.same(await remove(), [['ec2.DeleteVpc', { VpcId: 'physical' }]])
  await ignoresOnly(t, vpc, 'DeleteVpc', gone)
})

t.test('a subnet is created in its zone, and maps public addresses only if asked to', async t => {
  const described = { AvailabilityZone: 'z', AvailabilityZoneId: 'zi', CidrBlock: 'c', VpcId: 'vpc-1' }
  const answers = { CreateSubnet: { Subnet: { SubnetId: 'subnet-1' } }, DescribeSubnets: { Subnets: [described] } }
  const { create, update, remove } = handlerCalls(subnet, answers)
  const properties = { VpcId: 'vpc-1', CidrBlock: 'c', AvailabilityZone: 'z' }
  const map = (SubnetId: string, Value: boolean) => [
    'ec2.ModifySubnetAttribute',
    { SubnetId, MapPublicIpOnLaunch: { Value } },
  ]
  const look = (id: string) => ['ec2.DescribeSubnets', { SubnetIds: [id] }]
  const { made, calls } = await create({ ...properties, MapPublicIpOnLaunch: 'true' })
  t.same(made, { physicalId: 'subnet-1', attributes: { SubnetId: 'subnet-1', ...described, Ipv6CidrBlocks: [] } })
  t.same(calls, [
    ['ec2.CreateSubnet', { ...properties, ...tagged('subnet', merged.slice(0, 1)) }],
    ['initiated', 'subnet-1'],
    map('subnet-1', true),
    look('subnet-1'),
  ])
  t.equal((await create(properties)).calls.length, 3)
  t.same((await update({}, { MapPublicIpOnLaunch: true }, ['MapPublicIpOnLaunch'])).calls, [
    map('physical', true),
    look('physical'),
  ])
  t.same((await update(own, {}, ['Tags'])).calls, [...retagged, look('physical')])
  t.same(await remove(), [['ec2.DeleteSubnet', { SubnetId: 'physical' }]])
  await ignoresOnly(t, subnet, 'DeleteSubnet', gone)
})

t.test('a route table and an association are created, and go', async t => {
  const table = handlerCalls(routeTable, { CreateRouteTable: { RouteTable: { RouteTableId: 'rtb-1' } } })
  const { made, calls } = await table.create({ VpcId: 'vpc-1', ...own })
  t.same(made, { physicalId: 'rtb-1', attributes: { RouteTableId: 'rtb-1' } })
  t.same(calls, [['ec2.CreateRouteTable', { VpcId: 'vpc-1', ...tagged('route-table') }]])
  const updated = await table.update(own, {}, ['Tags'])
  t.same(updated, { made: { physicalId: 'physical', attributes: { RouteTableId: 'physical' } }, calls: retagged })
  t.same(await table.remove(), [['ec2.DeleteRouteTable', { RouteTableId: 'physical' }]])
  await ignoresOnly(t, routeTable, 'DeleteRouteTable', gone)

  const association = handlerCalls(subnetRouteTableAssociation, { AssociateRouteTable: { AssociationId: 'a-1' } })
  const properties = { RouteTableId: 'rtb-1', SubnetId: 'subnet-1' }
  t.same(await association.create(properties), {
    made: { physicalId: 'a-1', attributes: { Id: 'a-1' } },
    calls: [['ec2.AssociateRouteTable', properties]],
  })
  t.same(await association.remove(), [['ec2.DisassociateRouteTable', { AssociationId: 'physical' }]])
  await ignoresOnly(t, subnetRouteTableAssociation, 'DisassociateRouteTable', gone)
})

t.test('an endpoint is created, changed by the difference of its tables, and goes', async t => {
  const CreationTimestamp = new Date(0)
  const answers = {
    CreateVpcEndpoint: { VpcEndpoint: { VpcEndpointId: 'vpce-1' } },
    DescribeVpcEndpoints: { VpcEndpoints: [{ CreationTimestamp }] },
  }
  const { create, update, remove } = handlerCalls(vpcEndpoint, answers)
  const properties = { VpcId: 'vpc-1', ServiceName: 's3', VpcEndpointType: 'Gateway', RouteTableIds: ['a'] }
  const made = (id: string) => ({
    physicalId: id,
    attributes: {
      Id: id,
      CreationTimestamp: '1970-01-01T00:00:00.000Z',
      DnsEntries: [],
      NetworkInterfaceIds: [],
    },
  })
  const look = (id: string) => ['ec2.DescribeVpcEndpoints', { VpcEndpointIds: [id] }]
  t.same(await create({ ...properties, PolicyDocument: { a: 1 } }), {
    made: made('vpce-1'),
    calls: [
      [
        'ec2.CreateVpcEndpoint',
        { ...properties, PolicyDocument: '{"a":1}', ...tagged('vpc-endpoint', merged.slice(0, 1)) },
      ],
      look('vpce-1'),
    ],
  })
  const changed = await update({ RouteTableIds: ['a', 'b'], ...own }, { RouteTableIds: ['b', 'c'] }, ['Tags'])
  const modified = { VpcEndpointId: 'physical', AddRouteTableIds: ['c'], RemoveRouteTableIds: ['a'] }
  t.same(changed, {
    made: made('physical'),
    calls: [['ec2.ModifyVpcEndpoint', modified], ...retagged, look('physical')],
  })
  t.equal((await update({}, {}, [])).calls.length, 2)
  t.same(await remove(), [['ec2.DeleteVpcEndpoints', { VpcEndpointIds: ['physical'] }]])
  const unsuccessful = (Error: object) =>
    handlerCalls(vpcEndpoint, { DeleteVpcEndpoints: { Unsuccessful: [{ Error }] } })
  await t.resolves(unsuccessful({ Code: 'InvalidVpcEndpoint.NotFound' }).remove())
  await t.rejects(unsuccessful({ Code: 'Other', Message: 'why' }).remove(), {
    code: 'GeneralServiceException',
    message: 'why',
  })
  await t.rejects(unsuccessful({ Code: 'Other' }).remove(), { message: 'physical could not be deleted' })
})
