import type { DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult } from '@aws-sdk/client-ec2'
import { describeInternetGateway } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingWithout } from '../pages.ts'
import { onAll } from '../permissions.ts'

const paging = pagingWithout('InternetGatewayIds')

export const describeInternetGateways: Operation<DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult> = {
  honours: ['Filters', 'InternetGatewayIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeInternetGateways'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const { ec2 } = account
      const asked = input.InternetGatewayIds?.map(id => ec2.internetGateway(id)) ?? ec2.internetGateways.values()
      return filtered(asked, input.Filters, {
        'internet-gateway-id': gateway => gateway.internetGatewayId,
        'attachment.vpc-id': gateway => gateway.vpcId ?? [],
        'attachment.state': gateway => (gateway.vpcId ? 'available' : []),
      })
    })
    return { InternetGateways: items.map(gateway => describeInternetGateway(account, gateway)), ...next }
  },
}
