import type { DeleteMethodRequest } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const deleteMethod: Operation<DeleteMethodRequest, object> = {
  honours: ['httpMethod', 'resourceId', 'restApiId'],
  permissions: onPath,
  run: (input, { account: { apiGateway } }) => {
    apiGateway.method(input.restApiId!, input.resourceId!, input.httpMethod!)
    apiGateway.resource(input.restApiId!, input.resourceId!).methods.delete(input.httpMethod!)
    return {}
  },
}
