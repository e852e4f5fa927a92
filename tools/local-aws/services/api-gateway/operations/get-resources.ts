import type { GetResourcesRequest, Resources } from '@aws-sdk/client-api-gateway'
import { describeResource } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onPath } from '../permissions.ts'

export const getResources: Operation<GetResourcesRequest, Resources> = {
  honours: ['embed', 'restApiId', 'limit', 'position'],
  permissions: onPath,
  run: (input, { account }) => {
    const { items, ...next } = pageOf([...account.apiGateway.api(input.restApiId!).resources.values()], input)
    const withMethods = input.embed?.includes('methods') ?? false
    return { items: items.map(resource => describeResource(resource, withMethods)), ...next }
  },
}
