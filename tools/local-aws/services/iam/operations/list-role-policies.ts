import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { roleArn } from '../role-description.ts'

export const listRolePolicies: Operation<ListRolePoliciesRequest, ListRolePoliciesResponse> = {
  honours: ['RoleName', 'Marker', 'MaxItems'],
  permissions: (input, { account }) => [{ action: 'iam:ListRolePolicies', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    const { items, members } = pageOf([...account.iam.role(input.RoleName!).inlinePolicies.keys()], input)
    return { PolicyNames: items, ...members }
  },
}
