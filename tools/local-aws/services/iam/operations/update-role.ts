import type { UpdateRoleRequest, UpdateRoleResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const updateRole: Operation<UpdateRoleRequest, UpdateRoleResponse> = {
  honours: ['RoleName', 'Description', 'MaxSessionDuration'],
  permissions: (input, { account }) => [{ action: 'iam:UpdateRole', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    const role = account.iam.role(input.RoleName!)
    if (input.Description !== undefined) role.description = input.Description
    if (input.MaxSessionDuration !== undefined) role.maxSessionDuration = input.MaxSessionDuration
    return {}
  },
}
