import type { DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingOfAll, type Paging } from '../pages.ts'
import { onAll } from '../permissions.ts'
import { describeRule, noSuchRule } from '../security-group-rules.ts'

// The words have the same source as those of pagingWithout.
const paging: Paging = {
  ...pagingOfAll,
  ids: {
    member: 'SecurityGroupRuleIds',
    refusal: "The parameter 'securityGroupRuleIds' may not be used in combination with 'maxResults'.",
  },
  wrongToken: token => new AwsError('InvalidPaginationToken', `Next token '${token}' is invalid`),
}

export const describeSecurityGroupRules: Operation<
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult
> = {
  honours: ['Filters', 'SecurityGroupRuleIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeSecurityGroupRules'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const all = [...account.ec2.securityGroups.values()].flatMap(group =>
        group.rules.map(rule => ({ ...rule, group })),
      )
      const unknown = input.SecurityGroupRuleIds?.find(id => !all.some(rule => rule.ruleId === id))
      if (unknown !== undefined) throw noSuchRule(unknown)
      const asked = input.SecurityGroupRuleIds
        ? all.filter(rule => input.SecurityGroupRuleIds!.includes(rule.ruleId))
        : all
      return filtered(asked, input.Filters, {
        'group-id': rule => rule.group.groupId,
        'security-group-rule-id': rule => rule.ruleId,
      })
    })
    return { SecurityGroupRules: items.map(rule => describeRule(account, rule.group, rule)), ...next }
  },
}
