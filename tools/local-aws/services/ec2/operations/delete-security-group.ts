import type { DeleteSecurityGroupRequest, DeleteSecurityGroupResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const deleteSecurityGroup: Operation<DeleteSecurityGroupRequest, DeleteSecurityGroupResult> = {
  honours: ['GroupId'],
  permissions: (input, call) => [on(call, 'DeleteSecurityGroup', 'security-group', input.GroupId)],
  run: (input, { account: { ec2 } }) => {
    const { groupId, isDefault } = ec2.securityGroup(input.GroupId!)
    if (isDefault) {
      throw new AwsError(
        'CannotDelete',
        `the specified group: "${groupId}" name: "default" cannot be deleted by a user`,
      )
    }
    const referenced = [...ec2.securityGroups.values()].some(
      group => group.groupId !== groupId && group.rules.some(rule => rule.referencedGroupId === groupId),
    )
    const attached = [...ec2.networkInterfaces.values()].some(one => one.securityGroupIds.includes(groupId))
    if (referenced || attached) {
      throw new AwsError('DependencyViolation', `resource ${groupId} has a dependent object`)
    }
    ec2.securityGroups.delete(groupId)
    return { Return: true, GroupId: groupId }
  },
}
