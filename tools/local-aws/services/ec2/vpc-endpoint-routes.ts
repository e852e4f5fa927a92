import { AwsError } from '../../aws-error.ts'
import type { Account } from './operation.ts'

/**
 * A table has at most one gateway endpoint for each service. @throws AwsError RouteAlreadyExists,
 * InvalidRouteTableId.NotFound
 */
export function routeTablesFor(account: Account, vpcId: string, routeTableIds: readonly string[]): readonly string[] {
  for (const id of routeTableIds) {
    const table = account.ec2.routeTable(id)
    if (table.vpcId !== vpcId) {
      throw new AwsError('InvalidParameter', `Route table ${id} does not belong to VPC ${vpcId}.`)
    }
    if ([...account.ec2.vpcEndpoints.values()].some(endpoint => endpoint.routeTableIds.has(id))) {
      throw new AwsError(
        'RouteAlreadyExists',
        `route table ${id} already has a route with destination-prefix-list-id ${account.ec2.s3PrefixList().id}`,
      )
    }
  }
  return routeTableIds
}
