import type { DeleteOpenIDConnectProviderRequest } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'

// Roles that trust it are kept, but can no longer be assumed through it.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html
export const deleteOpenIdConnectProvider: Operation<DeleteOpenIDConnectProviderRequest, object> = {
  honours: ['OpenIDConnectProviderArn'],
  permissions: input => [{ action: 'iam:DeleteOpenIDConnectProvider', resource: input.OpenIDConnectProviderArn! }],
  run: (input, { account }) => {
    const arn = input.OpenIDConnectProviderArn!
    // These words differ from those of the other operations: recorded/iam.yaml.
    if (!account.iam.openIdConnectProviders.delete(arn))
      throw new AwsError('NoSuchEntity', `OpenId connect Provider ${arn} cannot be found.`, 404)
    return {}
  },
}
