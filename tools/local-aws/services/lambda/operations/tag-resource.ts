import type { TagResourceRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'
import { checkTagLimit } from '../tag-limit.ts'

export const tagResource: Operation<TagResourceRequest, object> = {
  honours: ['Resource', 'Tags'],
  permissions: (input, call) => [onFunction(call, 'TagResource', input.Resource)],
  run: (input, { account }) => {
    const { tags } = account.lambda.function(input.Resource!)
    checkTagLimit(tags, input.Tags!)
    for (const [key, value] of Object.entries(input.Tags!)) tags.set(key, value)
    return {}
  },
}
