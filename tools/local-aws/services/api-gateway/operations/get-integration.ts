import type { GetIntegrationRequest, Integration } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const getIntegration: Operation<GetIntegrationRequest, Integration> = {
  honours: ['httpMethod', 'resourceId', 'restApiId'],
  permissions: onPath,
  run: (input, { account }) => {
    const method = account.apiGateway.method(input.restApiId!, input.resourceId!, input.httpMethod!)
    if (!method.methodIntegration) {
      throw new AwsError('NotFoundException', 'Invalid Integration identifier specified', 404)
    }
    return method.methodIntegration
  },
}
