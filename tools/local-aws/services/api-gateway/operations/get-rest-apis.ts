import type { GetRestApisRequest, RestApis } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../../../operation.ts'
import { onPath } from '../permissions.ts'

// Unlike AWS: all APIs come in one page.
export const getRestApis: Operation<GetRestApisRequest, RestApis> = {
  permissions: onPath,
  run: (_input, { account }) => ({ items: [...account.apiGateway.apis.values()].map(api => api.description) }),
}
