import type { GetRoleRequest, GetRoleResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { describeRole, roleArn } from '../role-description.ts'

export const getRole: Operation<GetRoleRequest, GetRoleResponse> = {
  honours: ['RoleName'],
  permissions: (input, { account }) => [{ action: 'iam:GetRole', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => ({ Role: describeRole(account.iam.role(input.RoleName!)) }),
}
