import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../operation.ts'
import { onGroup } from '../permissions.ts'

export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = {
  honours: ['resourceArn'],
  permissions: (input, call) => [onGroup(call, 'ListTagsForResource', input.resourceArn)],
  run: (input, { account }) => ({ tags: Object.fromEntries(account.logs.group(input.resourceArn!).tags) }),
}
