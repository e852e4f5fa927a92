import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-efs'
import { tagList } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onTaggable, tagsOf } from '../taggable.ts'

export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = {
  honours: [
    'ResourceId',
    // Unlike AWS: all tags, at most 50, are in one page.
    'MaxResults',
    'NextToken',
  ],
  permissions: (input, call) => [onTaggable(call, 'ListTagsForResource', input.ResourceId!)],
  run: (input, { account }) => ({ Tags: tagList(tagsOf(account.efs, input.ResourceId!)) }),
}
