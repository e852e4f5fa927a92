import type { GetMethodRequest, Method } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const getMethod: Operation<GetMethodRequest, Method> = {
  honours: ['httpMethod', 'resourceId', 'restApiId'],
  permissions: onPath,
  run: (input, { account }) => account.apiGateway.method(input.restApiId!, input.resourceId!, input.httpMethod!),
}
