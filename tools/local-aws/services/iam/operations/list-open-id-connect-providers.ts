import type { ListOpenIDConnectProvidersRequest, ListOpenIDConnectProvidersResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'

export const listOpenIdConnectProviders: Operation<
  ListOpenIDConnectProvidersRequest,
  ListOpenIDConnectProvidersResponse
> = {
  honours: [],
  permissions: (_input, { account }) => [
    { action: 'iam:ListOpenIDConnectProviders', resource: `arn:aws:iam::${account.id}:oidc-provider/*` },
  ],
  run: (_input, { account }) => ({
    OpenIDConnectProviderList: [...account.iam.openIdConnectProviders.keys()].map(Arn => ({ Arn })),
  }),
}
