import type { GetResourcesRequest, Resources } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../../../operation.ts'
import { describeResource } from '../descriptions.ts'
import { onPath } from '../permissions.ts'

// Unlike AWS: all resources come in one page.
export const getResources: Operation<GetResourcesRequest, Resources> = {
  permissions: onPath,
  run: (input, { account }) => ({
    items: [...account.apiGateway.api(input.restApiId!).resources.values()].map(resource =>
      describeResource(resource, input.embed?.includes('methods') ?? false),
    ),
  }),
}
