import type { DescribeRouteTablesRequest, DescribeRouteTablesResult } from '@aws-sdk/client-ec2'
import { describeRouteTable } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingOfAll } from '../pages.ts'
import { onAll } from '../permissions.ts'

// Sizes: docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html
const paging = { ...pagingOfAll, largest: 100, tooLarge: 'smaller than or equal to 100' }

export const describeRouteTables: Operation<DescribeRouteTablesRequest, DescribeRouteTablesResult> = {
  honours: ['Filters', 'RouteTableIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeRouteTables'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const asked = input.RouteTableIds?.map(id => account.ec2.routeTable(id)) ?? account.ec2.routeTables.values()
      return filtered(asked, input.Filters, {
        'route-table-id': table => table.routeTableId,
        'vpc-id': table => table.vpcId,
        'association.main': table => String(table.main),
        'association.subnet-id': table => [...table.associations.values()],
        'association.route-table-association-id': table => [...table.associations.keys()],
      })
    })
    return { RouteTables: items.map(table => describeRouteTable(account, table)), ...next }
  },
}
