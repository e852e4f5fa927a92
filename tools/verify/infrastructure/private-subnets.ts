import { paginateDescribeRouteTables, paginateDescribeSubnets, type Route, type RouteTable } from '@aws-sdk/client-ec2'
import type { Criterion } from '../criterion.ts'
import type { Verification } from '../verification.ts'
import { outputSubnetIds } from './output-subnets.ts'

export const privateSubnets: Criterion = {
  id: '1.1',
  claim: 'A VPC has two private subnets in different availability zones.',
  builtIn: ['cloudformation/network.yaml'],
  shownIn: ['cloudformation/events.json'],
  check: async (verification, { observed, expect }) => {
    const vpcId = verification.system.outputs.VpcId!
    const expected = outputSubnetIds(verification)
    const subnets = []
    for await (const page of paginateDescribeSubnets(
      { client: verification.clients.ec2 },
      { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] },
    )) {
      subnets.push(...(page.Subnets ?? []))
    }
    const ids = subnets.map(subnet => subnet.SubnetId!)
    expect(expected.length === 2, `The outputs name ${expected.length} subnets, not 2: ${expected.join(', ')}`)
    expect(
      ids.length === 2 && expected.every(id => ids.includes(id)),
      `${vpcId} has the subnets ${ids.join(', ') || 'none'}, the outputs name ${expected.join(', ')}`,
    )
    // Compares ids, because a zone's name means another zone in each account
    // (docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html).
    const zones = new Set(subnets.map(subnet => subnet.AvailabilityZoneId))
    expect(zones.size === subnets.length, `Subnets share a zone: ${[...zones].join(', ')}`)
    for (const subnet of subnets) {
      observed(
        'EC2 DescribeSubnets',
        `${subnet.SubnetId} ${subnet.CidrBlock} in ${subnet.AvailabilityZone} of ${vpcId}`,
      )
      expect(subnet.MapPublicIpOnLaunch !== true, `${subnet.SubnetId} gives its interfaces public addresses`)
      expect(
        subnet.AssignIpv6AddressOnCreation !== true,
        `${subnet.SubnetId} gives its interfaces IPv6 addresses, which are public`,
      )
      const table = await routeTableOf(verification, vpcId, subnet.SubnetId!)
      const ways = (table?.Routes ?? []).map(describeRoute)
      observed('EC2 DescribeRouteTables', `${subnet.SubnetId} routes by ${table?.RouteTableId}: ${ways.join(', ')}`)
      expect(table !== undefined, `${subnet.SubnetId} has no route table`)
      for (const route of (table?.Routes ?? []).filter(one => !staysInside(one))) {
        expect(false, `${table?.RouteTableId} of ${subnet.SubnetId} leads out of the VPC: ${describeRoute(route)}`)
      }
      // A virtual private gateway adds its own routes.
      const gateways = (table?.PropagatingVgws ?? []).map(one => one.GatewayId)
      expect(gateways.length === 0, `${table?.RouteTableId} takes routes from ${gateways.join(', ')}`)
    }
  },
}

/** A subnet that is associated with no table uses the main one (docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html). */
async function routeTableOf(
  verification: Verification,
  vpcId: string,
  subnetId: string,
): Promise<RouteTable | undefined> {
  const tables: RouteTable[] = []
  for await (const page of paginateDescribeRouteTables(
    { client: verification.clients.ec2 },
    { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] },
  )) {
    tables.push(...(page.RouteTables ?? []))
  }
  return (
    tables.find(table => table.Associations?.some(association => association.SubnetId === subnetId)) ??
    tables.find(table => table.Associations?.some(association => association.Main))
  )
}

function staysInside(route: Route): boolean {
  return route.GatewayId === 'local' || (route.GatewayId?.startsWith('vpce-') ?? false)
}

function describeRoute(route: Route): string {
  const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId
  const target =
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.EgressOnlyInternetGatewayId ??
    route.NetworkInterfaceId ??
    route.InstanceId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    'an unknown target'
  return `${destination} to ${target}`
}
