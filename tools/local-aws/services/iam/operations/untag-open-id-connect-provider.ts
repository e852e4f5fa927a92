import type { UntagOpenIDConnectProviderRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'

export const untagOpenIdConnectProvider: Operation<UntagOpenIDConnectProviderRequest, object> = {
  honours: ['OpenIDConnectProviderArn', 'TagKeys'],
  permissions: input => [{ action: 'iam:UntagOpenIDConnectProvider', resource: input.OpenIDConnectProviderArn! }],
  run: (input, { account }) => {
    const { tags } = account.iam.openIdConnectProvider(input.OpenIDConnectProviderArn!)
    for (const key of input.TagKeys!) tags.delete(key)
    return {}
  },
}
