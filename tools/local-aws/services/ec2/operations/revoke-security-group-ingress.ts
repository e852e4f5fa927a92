import type { RevokeSecurityGroupIngressRequest, RevokeSecurityGroupIngressResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'
import { permissionsOf, revokeById, revokeRules, rulesOf } from '../security-group-rules.ts'

export const revokeSecurityGroupIngress: Operation<
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult
> = {
  honours: ['GroupId', 'SecurityGroupRuleIds', 'IpPermissions', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp'],
  permissions: (input, call) => [on(call, 'RevokeSecurityGroupIngress', 'security-group', input.GroupId)],
  run: (input, { account }) => {
    const group = account.ec2.securityGroup(input.GroupId!)
    if (input.SecurityGroupRuleIds) revokeById(group, input.SecurityGroupRuleIds, false)
    else revokeRules(group, rulesOf(permissionsOf(input), false))
    return { Return: true }
  },
}
