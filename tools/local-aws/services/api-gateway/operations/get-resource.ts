import type { GetResourceRequest, Resource } from '@aws-sdk/client-api-gateway'
import { describeResource } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const getResource: Operation<GetResourceRequest, Resource> = {
  honours: ['embed', 'resourceId', 'restApiId'],
  permissions: onPath,
  run: (input, { account }) =>
    describeResource(
      account.apiGateway.resource(input.restApiId!, input.resourceId!),
      input.embed?.includes('methods') ?? false,
    ),
}
