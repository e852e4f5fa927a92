import type { TagOpenIDConnectProviderRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { checkTagCount } from '../../../tag-count.ts'
import { tooManyTags } from '../too-many-tags.ts'

export const tagOpenIdConnectProvider: Operation<TagOpenIDConnectProviderRequest, object> = {
  honours: ['OpenIDConnectProviderArn', 'Tags'],
  permissions: input => [{ action: 'iam:TagOpenIDConnectProvider', resource: input.OpenIDConnectProviderArn! }],
  run: (input, { account }) => {
    const { tags } = account.iam.openIdConnectProvider(input.OpenIDConnectProviderArn!)
    checkTagCount(
      tags.keys(),
      input.Tags!.map(tag => tag.Key!),
      tooManyTags,
    )
    for (const tag of input.Tags!) tags.set(tag.Key!, tag.Value!)
    return {}
  },
}
