import type { DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult } from '@aws-sdk/client-ec2'
import { describeSecurityGroup } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingOfAll } from '../pages.ts'
import { onAll } from '../permissions.ts'

// The words have the same source as those of pagingWithout, but for tooSmall: these are DescribeInstances' (pull request
// 2575 of github.com/aws/aws-sdk-ruby).
const paging = {
  ...pagingOfAll,
  tooSmall: 'greater than 5',
  tooLarge: 'smaller than 1000',
  sizeName: 'maxResults',
  ids: {
    member: 'GroupIds',
    refusal: 'The parameter securityGroupIdSet cannot be used with the parameter maxResults',
  },
}

export const describeSecurityGroups: Operation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult> = {
  honours: ['Filters', 'GroupIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeSecurityGroups'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const asked = input.GroupIds?.map(id => account.ec2.securityGroup(id)) ?? account.ec2.securityGroups.values()
      return filtered(asked, input.Filters, {
        'group-id': group => group.groupId,
        'group-name': group => group.groupName,
        'vpc-id': group => group.vpcId,
        description: group => group.description,
      })
    })
    return { SecurityGroups: items.map(group => describeSecurityGroup(account, group)), ...next }
  },
}
