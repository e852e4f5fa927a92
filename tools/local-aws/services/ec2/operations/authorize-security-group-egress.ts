import type { AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { on } from '../permissions.ts'
import { authorizeRules, describeRule, rulesOf } from '../security-group-rules.ts'

export const authorizeSecurityGroupEgress: Operation<
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult
> = {
  permissions: (input, call) => [on(call, 'AuthorizeSecurityGroupEgress', 'security-group', input.GroupId)],
  run: (input, { account }) => {
    const group = account.ec2.securityGroup(input.GroupId!)
    const rules = rulesOf(input.IpPermissions ?? [], true)
    authorizeRules(account, group, rules)
    return { Return: true, SecurityGroupRules: rules.map(rule => describeRule(account, group, rule)) }
  },
}
