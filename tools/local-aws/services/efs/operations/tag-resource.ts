import type { TagResourceRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onTaggable, tagsOf } from '../taggable.ts'
import { checkTagCount } from '../../../tag-count.ts'
import { tooManyTags } from '../too-many-tags.ts'

export const tagResource: Operation<TagResourceRequest, object> = {
  honours: ['ResourceId', 'Tags'],
  permissions: (input, call) => [onTaggable(call, 'TagResource', input.ResourceId!)],
  run: (input, { account }) => {
    const tags = tagsOf(account.efs, input.ResourceId!)
    checkTagCount(
      tags.keys(),
      input.Tags!.map(tag => tag.Key!),
      tooManyTags,
    )
    for (const tag of input.Tags!) tags.set(tag.Key!, tag.Value!)
    return {}
  },
}
