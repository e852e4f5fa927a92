import type { Method, PutMethodRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

// In the order of AWS's words: recorded/api-gateway.yaml.
const httpMethods = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY']

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
        `Invalid HttpMethod specified. Valid options are ${httpMethods.join(',')}`,
      )
    }
    checkParts(input)
    if (methods.has(httpMethod)) {
      throw new AwsError('ConflictException', 'Method already exists for this resource', 409)
    }
    const { authorizationType } = input
    if ((authorizationType !== 'NONE' && authorizationType !== 'AWS_IAM') || input.apiKeyRequired) {
      throw new AwsError(
        'NotImplemented',
        'The local AWS has methods with AuthorizationType NONE or AWS_IAM only, without API keys.',
        501,
      )
    }
    const method: Method = {
      httpMethod,
      authorizationType,
      apiKeyRequired: false,
      ...(input.operationName && { operationName: input.operationName }),
      ...(input.requestParameters && { requestParameters: input.requestParameters }),
      ...(input.requestModels && { requestModels: input.requestModels }),
    }
    methods.set(httpMethod, method)
    return method
  },
}

/** Words: recorded/api-gateway.yaml. An API has the models Empty and Error from the beginning, and no authorizer here. */
function checkParts({ authorizationType, requestParameters = {}, requestModels = {} }: PutMethodRequest): void {
  if (authorizationType === 'CUSTOM' || authorizationType === 'COGNITO_USER_POOLS')
    throw new AwsError(
      'BadRequestException',
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    )
  const names = Object.keys(requestParameters).map(parameter => parameter.split('.').slice(3).join('.'))
  if (new Set(names).size < names.length)
    throw new AwsError('BadRequestException', 'Parameter names must be unique across querystring, header and path')
  const unknown = Object.values(requestModels).find(model => model !== 'Empty' && model !== 'Error')
  if (unknown !== undefined) throw new AwsError('BadRequestException', `Invalid model identifier specified: ${unknown}`)
}
