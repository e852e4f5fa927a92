import type { DeleteRolePolicyRequest } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const deleteRolePolicy: Operation<DeleteRolePolicyRequest, object> = {
  honours: ['RoleName', 'PolicyName'],
  permissions: (input, { account }) => [{ action: 'iam:DeleteRolePolicy', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    if (!account.iam.role(input.RoleName!).inlinePolicies.delete(input.PolicyName!)) {
      throw new AwsError('NoSuchEntity', `The role policy with name ${input.PolicyName} cannot be found.`, 404)
    }
    return {}
  },
}
