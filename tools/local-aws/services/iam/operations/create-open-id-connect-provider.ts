import type { CreateOpenIDConnectProviderRequest, CreateOpenIDConnectProviderResponse } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import type { Account, Operation } from '../operation.ts'

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
// Unlike AWS: without ThumbprintList no thumbprint is fetched from the provider. Thumbprints are not used anyway.
export const createOpenIdConnectProvider: Operation<
  CreateOpenIDConnectProviderRequest,
  CreateOpenIDConnectProviderResponse
> = {
  honours: ['Url', 'ClientIDList', 'ThumbprintList', 'Tags'],
  permissions: (input, { account }) => [
    { action: 'iam:CreateOpenIDConnectProvider', resource: providerArn(account, input.Url!) },
    ...(input.Tags?.length
      ? [{ action: 'iam:TagOpenIDConnectProvider', resource: providerArn(account, input.Url!) }]
      : []),
  ],
  run: (input, { account }) => {
    if (!URL.canParse(input.Url!) || !input.Url!.startsWith('https://')) {
      throw new AwsError('ValidationError', 'Invalid Open ID Connect Provider URL')
    }
    const arn = providerArn(account, input.Url!)
    const { openIdConnectProviders } = account.iam
    if (openIdConnectProviders.has(arn)) {
      throw new AwsError('EntityAlreadyExists', `Provider with url ${input.Url} already exists.`, 409)
    }
    checkCounts(input)
    openIdConnectProviders.set(arn, {
      arn,
      url: withoutScheme(input.Url!),
      createDate: account.now(),
      clientIds: new Set(input.ClientIDList),
      thumbprints: input.ThumbprintList ?? [],
      tags: new Map(input.Tags?.map(tag => [tag.Key!, tag.Value!])),
    })
    return { OpenIDConnectProviderArn: arn, Tags: input.Tags }
  },
}

/** Words: recorded/iam.yaml. */
function checkCounts({ ClientIDList = [], ThumbprintList = [] }: CreateOpenIDConnectProviderRequest): void {
  if (ThumbprintList.length > 5)
    throw new AwsError('InvalidInput', 'Thumbprint list must contain fewer than 5 entries.')
  if (ClientIDList.length > 100)
    throw new AwsError('LimitExceeded', 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100', 409)
}

function providerArn({ partition, id }: Account, url: string): string {
  return `arn:${partition}:iam::${id}:oidc-provider/${withoutScheme(url)}`
}

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, '')
}
