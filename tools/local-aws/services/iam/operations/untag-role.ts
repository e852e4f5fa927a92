import type { UntagRoleRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const untagRole: Operation<UntagRoleRequest, object> = {
  honours: ['RoleName', 'TagKeys'],
  permissions: (input, { account }) => [{ action: 'iam:UntagRole', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    const { tags } = account.iam.role(input.RoleName!)
    for (const key of input.TagKeys!) tags.delete(key)
    return {}
  },
}
