import type { DeleteRouteTableRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const deleteRouteTable: Operation<DeleteRouteTableRequest, object> = {
  honours: ['RouteTableId'],
  permissions: (input, call) => [on(call, 'DeleteRouteTable', 'route-table', input.RouteTableId)],
  run: (input, { account: { ec2 } }) => {
    const table = ec2.routeTable(input.RouteTableId!)
    const inUse = [...ec2.vpcEndpoints.values()].some(endpoint => endpoint.routeTableIds.has(table.routeTableId))
    if (table.main || table.associations.size > 0 || inUse) {
      throw new AwsError(
        'DependencyViolation',
        `The routeTable '${table.routeTableId}' has dependencies and cannot be deleted.`,
      )
    }
    ec2.routeTables.delete(table.routeTableId)
    return {}
  },
}
