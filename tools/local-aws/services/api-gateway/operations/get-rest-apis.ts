import type { GetRestApisRequest, RestApis } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onPath } from '../permissions.ts'

export const getRestApis: Operation<GetRestApisRequest, RestApis> = {
  honours: ['limit', 'position'],
  permissions: onPath,
  run: (input, { account }) =>
    pageOf(
      [...account.apiGateway.apis.values()].map(api => api.description),
      input,
    ),
}
