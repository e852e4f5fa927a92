import type { UpdateOpenIDConnectProviderThumbprintRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'

export const updateOpenIdConnectProviderThumbprint: Operation<UpdateOpenIDConnectProviderThumbprintRequest, object> = {
  honours: ['OpenIDConnectProviderArn', 'ThumbprintList'],
  permissions: input => [
    { action: 'iam:UpdateOpenIDConnectProviderThumbprint', resource: input.OpenIDConnectProviderArn! },
  ],
  run: (input, { account }) => {
    account.iam.openIdConnectProvider(input.OpenIDConnectProviderArn!).thumbprints = input.ThumbprintList!
    return {}
  },
}
