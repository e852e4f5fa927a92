import type { AddClientIDToOpenIDConnectProviderRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'

// Adding an existing one succeeds.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html
export const addClientIdToOpenIdConnectProvider: Operation<AddClientIDToOpenIDConnectProviderRequest, object> = {
  honours: ['OpenIDConnectProviderArn', 'ClientID'],
  permissions: input => [
    { action: 'iam:AddClientIDToOpenIDConnectProvider', resource: input.OpenIDConnectProviderArn! },
  ],
  run: (input, { account }) => {
    account.iam.openIdConnectProvider(input.OpenIDConnectProviderArn!).clientIds.add(input.ClientID!)
    return {}
  },
}
