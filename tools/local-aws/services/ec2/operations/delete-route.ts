import type { DeleteRouteRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const deleteRoute: Operation<DeleteRouteRequest, object> = {
  honours: ['RouteTableId', 'DestinationCidrBlock'],
  permissions: (input, call) => [on(call, 'DeleteRoute', 'route-table', input.RouteTableId)],
  run: (input, { account: { ec2 } }) => {
    const { routes, routeTableId } = ec2.routeTable(input.RouteTableId!)
    if (!routes.delete(input.DestinationCidrBlock!)) {
      throw new AwsError(
        'InvalidRoute.NotFound',
        `no route with destination-cidr-block ${input.DestinationCidrBlock} in route table ${routeTableId}`,
      )
    }
    return {}
  },
}
