import type { TagRoleRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'
import { checkTagCount } from '../../../tag-count.ts'
import { tooManyTags } from '../too-many-tags.ts'

export const tagRole: Operation<TagRoleRequest, object> = {
  honours: ['RoleName', 'Tags'],
  permissions: (input, { account }) => [{ action: 'iam:TagRole', resource: roleArn(account, input.RoleName) }],
  run: (input, { account }) => {
    const { tags } = account.iam.role(input.RoleName!)
    checkTagCount(
      tags.keys(),
      input.Tags!.map(tag => tag.Key!),
      tooManyTags,
    )
    for (const tag of input.Tags!) tags.set(tag.Key!, tag.Value!)
    return {}
  },
}
