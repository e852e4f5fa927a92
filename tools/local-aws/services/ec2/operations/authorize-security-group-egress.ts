import type { AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../operation.ts'
import { on, tagging } from '../permissions.ts'
import { authorizeRules, describeRule, permissionsOf, rulesOf } from '../security-group-rules.ts'
import { specifiedTags } from '../tags.ts'

export const authorizeSecurityGroupEgress: Operation<
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult
> = {
  honours: ['GroupId', 'TagSpecifications', 'IpPermissions', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp'],
  permissions: (input, call) => [
    on(call, 'AuthorizeSecurityGroupEgress', 'security-group', input.GroupId),
    ...tagging(call, 'AuthorizeSecurityGroupEgress', 'security-group-rule', input.TagSpecifications),
  ],
  run: (input, { account }) => {
    const group = account.ec2.securityGroup(input.GroupId!)
    const rules = rulesOf(permissionsOf(input), true, specifiedTags(input.TagSpecifications, 'security-group-rule'))
    authorizeRules(account, group, rules)
    return { Return: true, SecurityGroupRules: rules.map(rule => describeRule(account, group, rule)) }
  },
}
