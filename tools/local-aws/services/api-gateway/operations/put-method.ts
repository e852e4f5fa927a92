import type { Method, PutMethodRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import { checkHttpMethod } from '../http-methods.ts'
import { checkModels } from '../models.ts'
import type { Operation } from '../operation.ts'
import { checkParameterNames, requestParameter } from '../parameter-names.ts'
import { onPath } from '../permissions.ts'

// https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html#apigw-PutMethod-request-authorizationType
const authorizationTypes = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS']

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
    const { methods } = account.apiGateway.resourceOfAnyApi(input.restApiId!, input.resourceId!)
    const httpMethod = input.httpMethod!
    checkHttpMethod(httpMethod)
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
      requestParameters: input.requestParameters,
      requestModels: input.requestModels,
    }
    methods.set(httpMethod, method)
    return method
  },
}

/** Words: recorded/api-gateway.yaml, but those for an unknown authorization type are not known. There are no authorizers. */
function checkParts({ authorizationType, requestParameters = {}, requestModels }: PutMethodRequest): void {
  if (!authorizationTypes.includes(authorizationType!))
    throw new AwsError('BadRequestException', `Invalid authorization type specified: ${authorizationType}`)
  if (authorizationType === 'CUSTOM' || authorizationType === 'COGNITO_USER_POOLS')
    throw new AwsError(
      'BadRequestException',
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    )
  checkParameterNames(requestParameters, requestParameter)
  const names = Object.keys(requestParameters).map(parameter => parameter.split('.').slice(3).join('.'))
  if (new Set(names).size < names.length)
    throw new AwsError('BadRequestException', 'Parameter names must be unique across querystring, header and path')
  checkModels(requestModels)
}
