import type { UntagResourceRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onTaggable, tagsOf } from '../taggable.ts'

export const untagResource: Operation<UntagResourceRequest, object> = {
  honours: ['ResourceId', 'TagKeys'],
  permissions: (input, call) => [onTaggable(call, 'UntagResource', input.ResourceId!)],
  run: (input, { account }) => {
    const tags = tagsOf(account.efs, input.ResourceId!)
    for (const key of input.TagKeys!) tags.delete(key)
    return {}
  },
}
