import type { DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult } from '@aws-sdk/client-ec2'
import { describeSecurityGroup } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onAll } from '../permissions.ts'

export const describeSecurityGroups: Operation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult> = {
  honours: ['Filters', 'GroupIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeSecurityGroups'),
  run: (input, { account }) => {
    const asked = input.GroupIds?.map(id => account.ec2.securityGroup(id)) ?? account.ec2.securityGroups.values()
    const groups = filtered(asked, input.Filters, {
      'group-id': group => group.groupId,
      'group-name': group => group.groupName,
      'vpc-id': group => group.vpcId,
      description: group => group.description,
    })
    const { items, ...next } = pageOf(groups, input)
    return { SecurityGroups: items.map(group => describeSecurityGroup(account, group)), ...next }
  },
}
