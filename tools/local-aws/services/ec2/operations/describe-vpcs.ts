import type { DescribeVpcsRequest, DescribeVpcsResult } from '@aws-sdk/client-ec2'
import { describeVpc } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingWithout } from '../pages.ts'
import { onAll } from '../permissions.ts'

const paging = pagingWithout('VpcIds')

export const describeVpcs: Operation<DescribeVpcsRequest, DescribeVpcsResult> = {
  honours: ['Filters', 'VpcIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeVpcs'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const asked = input.VpcIds?.map(id => account.ec2.vpc(id)) ?? account.ec2.vpcs.values()
      return filtered(asked, input.Filters, {
        'vpc-id': vpc => vpc.vpcId,
        cidr: vpc => vpc.cidrBlock,
        state: () => 'available',
        isDefault: () => 'false',
        'is-default': () => 'false',
      })
    })
    return { Vpcs: items.map(vpc => describeVpc(account, vpc)), ...next }
  },
}
