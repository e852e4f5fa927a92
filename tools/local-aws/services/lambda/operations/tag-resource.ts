import type { TagResourceRequest } from '@aws-sdk/client-lambda'
import { checkTagCount } from '../../../tag-count.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'
import { tooManyTags } from '../too-many-tags.ts'

export const tagResource: Operation<TagResourceRequest, object> = {
  honours: ['Resource', 'Tags'],
  permissions: (input, call) => [onFunction(call, 'TagResource', input.Resource)],
  run: (input, { account }) => {
    const { tags } = account.lambda.function(input.Resource!)
    checkTagCount(tags.keys(), Object.keys(input.Tags!), tooManyTags)
    for (const [key, value] of Object.entries(input.Tags!)) tags.set(key, value)
    return {}
  },
}
