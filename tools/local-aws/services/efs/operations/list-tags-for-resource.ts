import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { tagList } from '../descriptions.ts'
import { onTaggable, tagsOf } from '../taggable.ts'

export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = {
  permissions: (input, call) => [onTaggable(call, 'ListTagsForResource', input.ResourceId!)],
  run: (input, { account }) => ({ Tags: tagList(tagsOf(account.efs, input.ResourceId!)) }),
}
