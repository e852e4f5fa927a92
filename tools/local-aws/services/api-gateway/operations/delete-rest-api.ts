import type { DeleteRestApiRequest } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const deleteRestApi: Operation<DeleteRestApiRequest, object> = {
  honours: ['restApiId'],
  permissions: onPath,
  run: (input, { account: { apiGateway } }) => {
    apiGateway.apis.delete(apiGateway.api(input.restApiId!).id)
    return {}
  },
}
