import { EC2Client } from '@aws-sdk/client-ec2'
import t from 'tap'
import { stubAws } from '../../command/stub-aws-fixture.ts'
import { findingsOf, stubVerification } from '../stub-verification-fixture.ts'
import { privateSubnets } from './private-subnets.ts'

const subnet = (id: string, more: object = {}) => ({
  SubnetId: id,
  CidrBlock: '10.0.0.0/24',
  AvailabilityZone: `zone-${id}`,
  AvailabilityZoneId: `id-${id}`,
  ...more,
})
const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }
const main = { RouteTableId: 'rtb-main', Routes: [local], Associations: [{ Main: true }] }

/** Checks the subnets a and b, or others, with these route tables. */
async function check(Subnets: object[] = [subnet('a'), subnet('b')], RouteTables: object[] = [main], ids = 'a,b') {
  const { connection, asked } = stubAws({ DescribeSubnets: { Subnets }, DescribeRouteTables: { RouteTables } })
  const clients = { ec2: connection.clients.get(EC2Client) } as never
  const { verification } = stubVerification({ clients })
  Object.assign(verification.system, { outputs: { VpcId: 'vpc-1', SubnetIds: ids } })
  return { ...(await findingsOf(privateSubnets, verification)), asked }
}

t.test('two subnets in two zones whose routes stay inside are private', async t => {
  const endpoint = { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' }
  const own = { RouteTableId: 'rtb-b', Routes: [local, endpoint], Associations: [{ SubnetId: 'b' }] }
  const { observed, broken, asked } = await check(undefined, [main, own])
  t.same(broken, [])
  t.same(observed, [
    'EC2 DescribeSubnets: a 10.0.0.0/24 in zone-a of vpc-1',
    'EC2 DescribeRouteTables: a routes by rtb-main: 10.0.0.0/16 to local',
    'EC2 DescribeSubnets: b 10.0.0.0/24 in zone-b of vpc-1',
    'EC2 DescribeRouteTables: b routes by rtb-b: 10.0.0.0/16 to local, pl-1 to vpce-1',
  ])
  for (const [, input] of asked) t.match(input, { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] })
})

t.test('other subnets than two, those of the outputs, in two zones, are not', async t => {
  const broken = async (...args: Parameters<typeof check>) => (await check(...args)).broken
  t.same(await broken([subnet('a'), subnet('b'), subnet('c')]), [
    'vpc-1 has the subnets a, b, c, the outputs name a, b',
  ])
  t.same(await broken([subnet('a'), subnet('c')]), ['vpc-1 has the subnets a, c, the outputs name a, b'])
  t.same(await broken([]), ['vpc-1 has the subnets none, the outputs name a, b'])
  t.same(await broken(undefined, undefined, 'a'), ['The outputs name 1 subnets, not 2: a'])
  t.same(await broken([subnet('a'), subnet('b', { AvailabilityZoneId: 'id-a' })]), ['Subnets share a zone: id-a'])
  t.same(
    await broken([subnet('a', { MapPublicIpOnLaunch: true }), subnet('b', { AssignIpv6AddressOnCreation: true })]),
    ['a gives its interfaces public addresses', 'b gives its interfaces IPv6 addresses, which are public'],
  )
})

t.test('a subnet without a table, or with a way out of any kind, is not', async t => {
  const broken = async (...RouteTables: object[]) => (await check(undefined, RouteTables)).broken
  t.same(await broken(), ['a has no route table', 'b has no route table'])
  for (const [name, target] of [
    ['GatewayId', 'igw-1'],
    ['NatGatewayId', 'nat-1'],
    ['TransitGatewayId', 'tgw-1'],
    ['VpcPeeringConnectionId', 'pcx-1'],
    ['EgressOnlyInternetGatewayId', 'eigw-1'],
    ['NetworkInterfaceId', 'eni-1'],
    ['InstanceId', 'i-1'],
    ['LocalGatewayId', 'lgw-1'],
    ['CarrierGatewayId', 'cagw-1'],
    ['CoreNetworkArn', 'arn:c'],
    ['None', 'an unknown target'],
  ] as const) {
    const own = {
      RouteTableId: 'rtb-b',
      Routes: [local, { DestinationIpv6CidrBlock: '::/0', [name]: target }],
      Associations: [{ SubnetId: 'b' }],
    }
    t.same(await broken(main, own), [`rtb-b of b leads out of the VPC: ::/0 to ${target}`])
  }
  t.same(await broken({ ...main, PropagatingVgws: [{ GatewayId: 'vgw-1' }] }), [
    'rtb-main takes routes from vgw-1',
    'rtb-main takes routes from vgw-1',
  ])
})
