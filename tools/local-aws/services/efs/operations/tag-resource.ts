import type { TagResourceRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onTaggable, tagsOf } from '../taggable.ts'

export const tagResource: Operation<TagResourceRequest, object> = {
  honours: ['ResourceId', 'Tags'],
  permissions: (input, call) => [onTaggable(call, 'TagResource', input.ResourceId!)],
  run: (input, { account }) => {
    const tags = tagsOf(account.efs, input.ResourceId!)
    for (const tag of input.Tags!) tags.set(tag.Key!, tag.Value!)
    return {}
  },
}
