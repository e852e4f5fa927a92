import type { TagResourceRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../operation.ts'
import { onGroup } from '../permissions.ts'
import { checkTagCount } from '../../../tag-count.ts'
import { tooManyTags } from '../too-many-tags.ts'

export const tagResource: Operation<TagResourceRequest, object> = {
  honours: ['resourceArn', 'tags'],
  permissions: (input, call) => [onGroup(call, 'TagResource', input.resourceArn)],
  run: (input, { account }) => {
    const { tags } = account.logs.group(input.resourceArn!)
    checkTagCount(tags.keys(), Object.keys(input.tags!), tooManyTags)
    for (const [key, value] of Object.entries(input.tags!)) tags.set(key, value)
    return {}
  },
}
