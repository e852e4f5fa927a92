import type { GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'

export const getOpenIdConnectProvider: Operation<GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse> = {
  honours: ['OpenIDConnectProviderArn'],
  permissions: input => [{ action: 'iam:GetOpenIDConnectProvider', resource: input.OpenIDConnectProviderArn! }],
  run: (input, { account }) => {
    const { url, clientIds, thumbprints, createDate, tags } = account.iam.openIdConnectProvider(
      input.OpenIDConnectProviderArn!,
    )
    return {
      Url: url,
      ClientIDList: [...clientIds],
      ThumbprintList: [...thumbprints],
      CreateDate: createDate,
      Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
    }
  },
}
