import type { DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onAll } from '../permissions.ts'
import { describeRule } from '../security-group-rules.ts'

export const describeSecurityGroupRules: Operation<
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult
> = {
  honours: ['Filters', 'SecurityGroupRuleIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeSecurityGroupRules'),
  run: (input, { account }) => {
    const all = [...account.ec2.securityGroups.values()].flatMap(group => group.rules.map(rule => ({ ...rule, group })))
    const unknown = input.SecurityGroupRuleIds?.find(id => !all.some(rule => rule.ruleId === id))
    if (unknown !== undefined) {
      throw new AwsError(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${unknown}' does not exist`,
      )
    }
    const asked = input.SecurityGroupRuleIds
      ? all.filter(rule => input.SecurityGroupRuleIds!.includes(rule.ruleId))
      : all
    const rules = filtered(asked, input.Filters, {
      'group-id': rule => rule.group.groupId,
      'security-group-rule-id': rule => rule.ruleId,
    })
    const { items, ...next } = pageOf(rules, input)
    return { SecurityGroupRules: items.map(rule => describeRule(account, rule.group, rule)), ...next }
  },
}
