import type { GatewayResponses, GetGatewayResponsesRequest } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onPath } from '../permissions.ts'

// Unlike AWS: it lists only the responses that were set, not the defaults of all other types.
export const getGatewayResponses: Operation<GetGatewayResponsesRequest, GatewayResponses> = {
  honours: ['restApiId', 'limit', 'position'],
  permissions: onPath,
  run: (input, { account }) => pageOf([...account.apiGateway.api(input.restApiId!).gatewayResponses.values()], input),
}
