import type { AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { on } from '../permissions.ts'
import { authorizeRules, describeRule, rulesOf } from '../security-group-rules.ts'

export const authorizeSecurityGroupIngress: Operation<
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult
> = {
  permissions: (input, call) => [on(call, 'AuthorizeSecurityGroupIngress', 'security-group', input.GroupId)],
  run: (input, { account }) => {
    const group = account.ec2.securityGroup(input.GroupId!)
    const rules = rulesOf(input.IpPermissions ?? [], false)
    authorizeRules(account, group, rules)
    return { Return: true, SecurityGroupRules: rules.map(rule => describeRule(account, group, rule)) }
  },
}
