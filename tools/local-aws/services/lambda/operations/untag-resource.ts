import type { UntagResourceRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const untagResource: Operation<UntagResourceRequest, object> = {
  honours: ['Resource', 'TagKeys'],
  permissions: (input, call) => [onFunction(call, 'UntagResource', input.Resource)],
  run: (input, { account }) => {
    const { tags } = account.lambda.function(input.Resource!)
    for (const key of input.TagKeys!) tags.delete(key)
    return {}
  },
}
