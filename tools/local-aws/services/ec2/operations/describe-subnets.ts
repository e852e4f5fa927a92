import type { DescribeSubnetsRequest, DescribeSubnetsResult } from '@aws-sdk/client-ec2'
import { describeSubnet } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingWithout } from '../pages.ts'
import { onAll } from '../permissions.ts'

const paging = pagingWithout('SubnetIds')

export const describeSubnets: Operation<DescribeSubnetsRequest, DescribeSubnetsResult> = {
  honours: ['Filters', 'SubnetIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeSubnets'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const asked = input.SubnetIds?.map(id => account.ec2.subnet(id)) ?? account.ec2.subnets.values()
      return filtered(asked, input.Filters, {
        'subnet-id': subnet => subnet.subnetId,
        'vpc-id': subnet => subnet.vpcId,
        'cidr-block': subnet => subnet.cidrBlock,
        'availability-zone': subnet => subnet.availabilityZone,
        'availability-zone-id': subnet => subnet.availabilityZoneId,
        state: () => 'available',
      })
    })
    return { Subnets: items.map(subnet => describeSubnet(account, subnet)), ...next }
  },
}
