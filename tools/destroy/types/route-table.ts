import { DescribeRouteTablesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { hasStackTags } from '../../stack/stack-tags.ts'
import { where } from './ec2-filter.ts'
import type { RemovableType } from './removable-type.ts'

export const routeTable: RemovableType = {
  type: 'AWS::EC2::RouteTable',
  arn: { service: 'ec2', resource: /^route-table\/(.+)$/ },
  isThere: async ({ clients }, id) => {
    const request = new DescribeRouteTablesCommand(where('route-table-id', id))
    const { RouteTables = [] } = await clients.get(EC2Client).send(request)
    return RouteTables.length > 0
  },
  commands: ({ id }) => [['ec2', 'delete-route-table', '--route-table-id', id]],
  findInVpc: async ({ connection, prefix, vpcId }) => {
    const request = new DescribeRouteTablesCommand(where('vpc-id', vpcId))
    const { RouteTables = [] } = await connection.clients.get(EC2Client).send(request)
    // The main table is deleted with the VPC (docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html).
    return RouteTables.filter(({ Associations }) => !Associations?.some(({ Main }) => Main)).map(
      ({ RouteTableId, Tags }) => ({ id: RouteTableId!, ours: hasStackTags(Tags, prefix) }),
    )
  },
}
