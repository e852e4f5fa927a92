import type { ListOpenIDConnectProviderTagsRequest, ListOpenIDConnectProviderTagsResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'

export const listOpenIdConnectProviderTags: Operation<
  ListOpenIDConnectProviderTagsRequest,
  ListOpenIDConnectProviderTagsResponse
> = {
  honours: ['OpenIDConnectProviderArn', 'Marker', 'MaxItems'],
  permissions: input => [{ action: 'iam:ListOpenIDConnectProviderTags', resource: input.OpenIDConnectProviderArn! }],
  run: (input, { account }) => {
    const { tags } = account.iam.openIdConnectProvider(input.OpenIDConnectProviderArn!)
    const { items, members } = pageOf([...tags], input)
    return { Tags: items.map(([Key, Value]) => ({ Key, Value })), ...members }
  },
}
