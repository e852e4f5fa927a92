import type { ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const listAttachedRolePolicies: Operation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> = {
  honours: ['RoleName'],
  permissions: (input, { account }) => [
    { action: 'iam:ListAttachedRolePolicies', resource: roleArn(account, input.RoleName) },
  ],
  run: (input, { account }) => ({
    AttachedPolicies: [...account.iam.role(input.RoleName!).attachedPolicyArns].map(arn => ({
      PolicyArn: arn,
      PolicyName: arn.split('/').at(-1),
    })),
    IsTruncated: false,
  }),
}
