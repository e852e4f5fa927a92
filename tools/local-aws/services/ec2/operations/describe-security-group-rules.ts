import type { DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { filtered } from '../filters.ts'
import { onAll } from '../permissions.ts'
import { describeRule } from '../security-group-rules.ts'

export const describeSecurityGroupRules: Operation<
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult
> = {
  permissions: onAll('DescribeSecurityGroupRules'),
  run: (input, { account }) => {
    const all = [...account.ec2.securityGroups.values()].flatMap(group => group.rules.map(rule => ({ ...rule, group })))
    const asked = input.SecurityGroupRuleIds
      ? all.filter(rule => input.SecurityGroupRuleIds!.includes(rule.ruleId))
      : all
    const rules = filtered(asked, input.Filters, {
      'group-id': rule => rule.group.groupId,
      'security-group-rule-id': rule => rule.ruleId,
    })
    return { SecurityGroupRules: rules.map(rule => describeRule(account, rule.group, rule)) }
  },
}
