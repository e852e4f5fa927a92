import type { ListTagsRequest, ListTagsResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const listTags: Operation<ListTagsRequest, ListTagsResponse> = {
  honours: ['Resource'],
  permissions: (input, call) => [onFunction(call, 'ListTags', input.Resource)],
  run: (input, { account }) => ({ Tags: Object.fromEntries(account.lambda.function(input.Resource!).tags) }),
}
