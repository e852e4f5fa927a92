import type { DeleteOpenIDConnectProviderRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'

// Roles that trust it stay, and can no longer be assumed through it.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html
export const deleteOpenIdConnectProvider: Operation<DeleteOpenIDConnectProviderRequest, object> = {
  honours: ['OpenIDConnectProviderArn'],
  permissions: input => [{ action: 'iam:DeleteOpenIDConnectProvider', resource: input.OpenIDConnectProviderArn! }],
  run: (input, { account }) => {
    const { arn } = account.iam.openIdConnectProvider(input.OpenIDConnectProviderArn!)
    account.iam.openIdConnectProviders.delete(arn)
    return {}
  },
}
