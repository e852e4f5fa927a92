import type { GetRolePolicyRequest, GetRolePolicyResponse } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { encodePolicy, roleArn } from '../role-description.ts'

export const getRolePolicy: Operation<GetRolePolicyRequest, GetRolePolicyResponse> = {
  honours: ['RoleName', 'PolicyName'],
  permissions: (input, { account }) => [{ action: 'iam:GetRolePolicy', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    const policy = account.iam.role(input.RoleName!).inlinePolicies.get(input.PolicyName!)
    if (!policy) {
      throw new AwsError('NoSuchEntity', `The role policy with name ${input.PolicyName} cannot be found.`, 404)
    }
    return { RoleName: input.RoleName, PolicyName: input.PolicyName, PolicyDocument: encodePolicy(policy) }
  },
}
