import type { DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult } from '@aws-sdk/client-ec2'
import { describeInternetGateway } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onAll } from '../permissions.ts'

export const describeInternetGateways: Operation<DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult> = {
  honours: ['Filters', 'InternetGatewayIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeInternetGateways'),
  run: (input, { account }) => {
    const { ec2 } = account
    const asked = input.InternetGatewayIds?.map(id => ec2.internetGateway(id)) ?? ec2.internetGateways.values()
    const gateways = filtered(asked, input.Filters, {
      'internet-gateway-id': gateway => gateway.internetGatewayId,
      'attachment.vpc-id': gateway => gateway.vpcId ?? [],
      'attachment.state': gateway => (gateway.vpcId ? 'available' : []),
    })
    const { items, ...next } = pageOf(gateways, input)
    return { InternetGateways: items.map(gateway => describeInternetGateway(account, gateway)), ...next }
  },
}
