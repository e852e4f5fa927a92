import type { Method, PutMethodRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

const httpMethods = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

export const putMethod: Operation<PutMethodRequest, Method> = {
  honours: [
    'apiKeyRequired',
    'authorizationType',
    'httpMethod',
    'operationName',
    'requestModels',
    'requestParameters',
    'resourceId',
    'restApiId',
  ],
  permissions: onPath,
  run: (input, { account }) => {
    const { methods } = account.apiGateway.resource(input.restApiId!, input.resourceId!)
    const httpMethod = input.httpMethod!
    if (!httpMethods.includes(httpMethod)) {
      throw new AwsError(
        'BadRequestException',
        `Invalid HTTP method specified. Valid options are ${httpMethods.join(',')}`,
      )
    }
    if (methods.has(httpMethod)) {
      throw new AwsError('ConflictException', 'Method already exists for this resource', 409)
    }
    if (input.authorizationType !== 'NONE' || input.apiKeyRequired) {
      throw new AwsError(
        'NotImplemented',
        'The local AWS has methods with AuthorizationType NONE only, without API keys.',
        501,
      )
    }
    const method: Method = {
      httpMethod,
      authorizationType: 'NONE',
      apiKeyRequired: false,
      ...(input.operationName && { operationName: input.operationName }),
      ...(input.requestParameters && { requestParameters: input.requestParameters }),
      ...(input.requestModels && { requestModels: input.requestModels }),
    }
    methods.set(httpMethod, method)
    return method
  },
}
