import type { TagRoleRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const tagRole: Operation<TagRoleRequest, object> = {
  honours: ['RoleName', 'Tags'],
  permissions: (input, { account }) => [{ action: 'iam:TagRole', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    const { tags } = account.iam.role(input.RoleName!)
    for (const tag of input.Tags!) tags.set(tag.Key!, tag.Value!)
    return {}
  },
}
