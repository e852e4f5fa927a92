import type { GetRestApiRequest, RestApi } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const getRestApi: Operation<GetRestApiRequest, RestApi> = {
  honours: ['restApiId'],
  permissions: onPath,
  run: (input, { account }) => account.apiGateway.api(input.restApiId!).description,
}
