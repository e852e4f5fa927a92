import type { PutRolePolicyRequest } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { parsePolicy } from '../../../iam/parse-policy.ts'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

// The total size of all inline policies of a role, without white space.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const maxInlineCharacters = 10_240

export const putRolePolicy: Operation<PutRolePolicyRequest, object> = {
  honours: ['RoleName', 'PolicyName', 'PolicyDocument'],
  permissions: (input, { account }) => [{ action: 'iam:PutRolePolicy', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    const role = account.iam.role(input.RoleName!)
    const policies = new Map(role.inlinePolicies).set(
      input.PolicyName!,
      parsePolicy(input.PolicyDocument!, 'MalformedPolicyDocument', 'identity'),
    )
    const characters = [...policies.values()].reduce((sum, policy) => sum + JSON.stringify(policy).length, 0)
    if (characters > maxInlineCharacters) {
      throw new AwsError(
        'LimitExceeded',
        `Maximum policy size of ${maxInlineCharacters} bytes exceeded for role ${role.roleName}`,
        409,
      )
    }
    role.inlinePolicies.set(input.PolicyName!, policies.get(input.PolicyName!)!)
    return {}
  },
}
