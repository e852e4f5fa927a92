import type { ListRolesRequest, ListRolesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { describeInList } from '../role-description.ts'

export const listRoles: Operation<ListRolesRequest, ListRolesResponse> = {
  honours: ['PathPrefix', 'Marker', 'MaxItems'],
  permissions: (_input, { account }) => [{ action: 'iam:ListRoles', resource: `arn:aws:iam::${account.id}:role/` }],
  run: (input, { account }) => {
    const roles = [...account.iam.roles.values()].filter(role => role.path.startsWith(input.PathPrefix ?? '/'))
    const { items, members } = pageOf(roles, input)
    return { Roles: items.map(describeInList), ...members }
  },
}
