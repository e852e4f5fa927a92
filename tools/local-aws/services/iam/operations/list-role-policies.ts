import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const listRolePolicies: Operation<ListRolePoliciesRequest, ListRolePoliciesResponse> = {
  honours: ['RoleName'],
  permissions: (input, { account }) => [{ action: 'iam:ListRolePolicies', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => ({
    PolicyNames: [...account.iam.role(input.RoleName!).inlinePolicies.keys()],
    IsTruncated: false,
  }),
}
