import type { DeleteGatewayResponseRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const deleteGatewayResponse: Operation<DeleteGatewayResponseRequest, object> = {
  honours: ['responseType', 'restApiId'],
  permissions: onPath,
  run: (input, { account }) => {
    if (!account.apiGateway.api(input.restApiId!).gatewayResponses.delete(input.responseType!)) {
      throw new AwsError('NotFoundException', 'Gateway response type not defined on api', 404)
    }
    return {}
  },
}
