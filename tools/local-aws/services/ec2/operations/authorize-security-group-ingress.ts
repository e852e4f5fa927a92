import type { AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../operation.ts'
import { on, tagging } from '../permissions.ts'
import { authorizeRules, describeRule, permissionsOf, rulesOf } from '../security-group-rules.ts'
import { specifiedTags } from '../tags.ts'

export const authorizeSecurityGroupIngress: Operation<
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult
> = {
  honours: ['GroupId', 'TagSpecifications', 'IpPermissions', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp'],
  permissions: (input, call) => [
    on(call, 'AuthorizeSecurityGroupIngress', 'security-group', input.GroupId),
    ...tagging(call, 'AuthorizeSecurityGroupIngress', 'security-group-rule', input.TagSpecifications),
  ],
  run: (input, { account }) => {
    const group = account.ec2.securityGroup(input.GroupId!)
    const rules = rulesOf(permissionsOf(input), false, specifiedTags(input.TagSpecifications, 'security-group-rule'))
    authorizeRules(account, group, rules)
    return { Return: true, SecurityGroupRules: rules.map(rule => describeRule(account, group, rule)) }
  },
}
