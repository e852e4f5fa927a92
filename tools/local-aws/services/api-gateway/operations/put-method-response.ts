import type { MethodResponse, PutMethodResponseRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import { checkModels } from '../models.ts'
import type { Operation } from '../operation.ts'
import { checkParameterNames, responseParameter } from '../parameter-names.ts'
import { onPath } from '../permissions.ts'

export const putMethodResponse: Operation<PutMethodResponseRequest, MethodResponse> = {
  honours: ['httpMethod', 'resourceId', 'responseModels', 'responseParameters', 'restApiId', 'statusCode'],
  permissions: onPath,
  run: (input, { account }) => {
    const method = account.apiGateway.method(input.restApiId!, input.resourceId!, input.httpMethod!)
    const statusCode = input.statusCode!
    if (method.methodResponses?.[statusCode]) {
      throw new AwsError('ConflictException', 'Response already exists for this resource', 409)
    }
    checkModels(input.responseModels)
    checkParameterNames(input.responseParameters, responseParameter)
    const response: MethodResponse = {
      statusCode,
      responseParameters: input.responseParameters,
      responseModels: input.responseModels,
    }
    method.methodResponses = { ...method.methodResponses, [statusCode]: response }
    return response
  },
}
