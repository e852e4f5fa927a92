import type { CreateRouteRequest, CreateRouteResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { canonicalCidr } from '../cidr.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

/**
 * Creates a route to an internet gateway; other targets are not emulated. Functions in a VPC have no public address, so
 * the route gives them no access to the Internet
 * (docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html), here as on AWS. Words of the errors as
 * reported from AWS (github.com/smoketurner/serverless-vpc-plugin/issues/147,
 * github.com/devopsacademyau/academy/pull/906).
 */
export const createRoute: Operation<CreateRouteRequest, CreateRouteResult> = {
  honours: ['RouteTableId', 'DestinationCidrBlock', 'GatewayId'],
  permissions: (input, call) => [on(call, 'CreateRoute', 'route-table', input.RouteTableId)],
  run: (input, { account: { ec2 } }) => {
    const table = ec2.routeTable(input.RouteTableId!)
    const { DestinationCidrBlock, GatewayId: gatewayId } = input
    if (!DestinationCidrBlock || !gatewayId) {
      const missing = DestinationCidrBlock ? 'GatewayId' : 'DestinationCidrBlock'
      throw new AwsError('MissingParameter', `The request must contain the parameter ${missing}`)
    }
    const destination = canonicalCidr(DestinationCidrBlock, 'destinationCidrBlock')
    const gateway = ec2.internetGateways.get(gatewayId)
    if (!gateway) throw new AwsError('InvalidGatewayID.NotFound', `The gateway ID '${gatewayId}' does not exist`)
    if (gateway.vpcId !== table.vpcId) {
      const message = `route table ${table.routeTableId} and network gateway ${gatewayId} belong to different networks`
      throw new AwsError('InvalidParameterValue', message)
    }
    if (table.routes.has(destination) || ec2.vpc(table.vpcId).cidrBlock === destination) {
      throw new AwsError('RouteAlreadyExists', `The route identified by ${destination} already exists.`)
    }
    table.routes.set(destination, gatewayId)
    return { Return: true }
  },
}
