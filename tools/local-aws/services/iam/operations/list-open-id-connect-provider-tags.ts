import type { ListOpenIDConnectProviderTagsRequest, ListOpenIDConnectProviderTagsResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'

export const listOpenIdConnectProviderTags: Operation<
  ListOpenIDConnectProviderTagsRequest,
  ListOpenIDConnectProviderTagsResponse
> = {
  honours: ['OpenIDConnectProviderArn'],
  permissions: input => [{ action: 'iam:ListOpenIDConnectProviderTags', resource: input.OpenIDConnectProviderArn! }],
  run: (input, { account }) => {
    const { tags } = account.iam.openIdConnectProvider(input.OpenIDConnectProviderArn!)
    return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })), IsTruncated: false }
  },
}
