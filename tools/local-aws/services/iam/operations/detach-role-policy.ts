import type { DetachRolePolicyRequest } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const detachRolePolicy: Operation<DetachRolePolicyRequest, object> = {
  honours: ['RoleName', 'PolicyArn'],
  permissions: (input, { account }) => [
    {
      action: 'iam:DetachRolePolicy',
      resource: roleArn(account, input.RoleName),
      context: { 'iam:PolicyARN': input.PolicyArn ?? '' },
    },
  ],
  run: (input, { account }) => {
    if (!account.iam.role(input.RoleName!).attachedPolicyArns.delete(input.PolicyArn!)) {
      throw new AwsError('NoSuchEntity', `Policy ${input.PolicyArn} was not found.`, 404)
    }
    return {}
  },
}
