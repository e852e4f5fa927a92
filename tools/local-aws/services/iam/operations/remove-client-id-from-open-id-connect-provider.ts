import type { RemoveClientIDFromOpenIDConnectProviderRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'

// Removing a missing one succeeds.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html
export const removeClientIdFromOpenIdConnectProvider: Operation<
  RemoveClientIDFromOpenIDConnectProviderRequest,
  object
> = {
  honours: ['OpenIDConnectProviderArn', 'ClientID'],
  permissions: input => [
    { action: 'iam:RemoveClientIDFromOpenIDConnectProvider', resource: input.OpenIDConnectProviderArn! },
  ],
  run: (input, { account }) => {
    account.iam.openIdConnectProvider(input.OpenIDConnectProviderArn!).clientIds.delete(input.ClientID!)
    return {}
  },
}
