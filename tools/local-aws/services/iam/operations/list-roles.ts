import type { ListRolesRequest, ListRolesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { describeRole } from '../role-description.ts'

// Unlike AWS: all roles are in one page.
export const listRoles: Operation<ListRolesRequest, ListRolesResponse> = {
  honours: ['PathPrefix'],
  permissions: (_input, { account }) => [{ action: 'iam:ListRoles', resource: `arn:aws:iam::${account.id}:role/` }],
  run: (input, { account }) => ({
    Roles: [...account.iam.roles.values()]
      .filter(role => role.path.startsWith(input.PathPrefix ?? '/'))
      .map(describeRole),
    IsTruncated: false,
  }),
}
