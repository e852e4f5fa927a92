import type { GatewayResponse, PutGatewayResponseRequest } from '@aws-sdk/client-api-gateway'
import { checkLiteralParameters } from '../literal-parameters.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const putGatewayResponse: Operation<PutGatewayResponseRequest, GatewayResponse> = {
  honours: ['responseParameters', 'responseTemplates', 'responseType', 'restApiId', 'statusCode'],
  permissions: onPath,
  run: (input, { account }) => {
    checkLiteralParameters(input.responseParameters)
    const response: GatewayResponse = {
      responseType: input.responseType,
      ...(input.statusCode && { statusCode: input.statusCode }),
      responseParameters: input.responseParameters ?? {},
      responseTemplates: input.responseTemplates ?? {
        'application/json': '{"message":$context.error.messageString}',
      },
      defaultResponse: false,
    }
    account.apiGateway.api(input.restApiId!).gatewayResponses.set(input.responseType!, response)
    return response
  },
}
