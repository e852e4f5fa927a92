import type { CreateRouteTableRequest, CreateRouteTableResult } from '@aws-sdk/client-ec2'
import { describeRouteTable } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { on, withTags } from '../permissions.ts'
import { resourceId } from '../state.ts'
import { specifiedTags } from '../tags.ts'

export const createRouteTable: Operation<CreateRouteTableRequest, CreateRouteTableResult> = {
  honours: ['TagSpecifications', 'VpcId'],
  permissions: (input, call) => [
    ...withTags(call, 'CreateRouteTable', 'route-table', input.TagSpecifications),
    on(call, 'CreateRouteTable', 'vpc', input.VpcId),
  ],
  run: (input, { account }) => {
    const table = {
      routeTableId: resourceId('rtb'),
      vpcId: account.ec2.vpc(input.VpcId!).vpcId,
      main: false,
      associations: new Map<string, string>(),
      routes: new Map<string, string>(),
      tags: specifiedTags(input.TagSpecifications, 'route-table'),
    }
    account.ec2.routeTables.set(table.routeTableId, table)
    return { RouteTable: describeRouteTable(account, table) }
  },
}
