import type { DescribeSubnetsRequest, DescribeSubnetsResult } from '@aws-sdk/client-ec2'
import { describeSubnet } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onAll } from '../permissions.ts'

export const describeSubnets: Operation<DescribeSubnetsRequest, DescribeSubnetsResult> = {
  honours: ['Filters', 'SubnetIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeSubnets'),
  run: (input, { account }) => {
    const asked = input.SubnetIds?.map(id => account.ec2.subnet(id)) ?? account.ec2.subnets.values()
    const subnets = filtered(asked, input.Filters, {
      'subnet-id': subnet => subnet.subnetId,
      'vpc-id': subnet => subnet.vpcId,
      'cidr-block': subnet => subnet.cidrBlock,
      'availability-zone': subnet => subnet.availabilityZone,
      'availability-zone-id': subnet => subnet.availabilityZoneId,
      state: () => 'available',
    })
    const { items, ...next } = pageOf(subnets, input)
    return { Subnets: items.map(subnet => describeSubnet(account, subnet)), ...next }
  },
}
