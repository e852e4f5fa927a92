import type { DeleteRoleRequest } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const deleteRole: Operation<DeleteRoleRequest, object> = {
  honours: ['RoleName'],
  permissions: (input, { account }) => [{ action: 'iam:DeleteRole', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    const role = account.iam.role(input.RoleName!)
    if (role.inlinePolicies.size > 0) {
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409)
    }
    if (role.attachedPolicyArns.size > 0) {
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409)
    }
    account.iam.roles.delete(role.roleName)
    return {}
  },
}
