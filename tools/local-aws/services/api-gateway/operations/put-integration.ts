import type { Integration, PutIntegrationRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import { checkHttpMethod } from '../http-methods.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

// "50 milliseconds to 29 seconds for all integration types", more for Regional APIs by a raised quota.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
const [minTimeout, maxTimeout] = [50, 29_000]

const passthroughBehaviors = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']

export const putIntegration: Operation<PutIntegrationRequest, Integration> = {
  honours: [
    'cacheKeyParameters',
    'cacheNamespace',
    'httpMethod',
    'integrationHttpMethod',
    'passthroughBehavior',
    'requestParameters',
    'requestTemplates',
    'resourceId',
    'restApiId',
    'timeoutInMillis',
    'uri',
    'type',
    'connectionType',
  ],
  permissions: onPath,
  run: (input, { account }) => {
    const method = account.apiGateway.method(input.restApiId!, input.resourceId!, input.httpMethod!)
    const { type } = input
    if (type !== 'AWS_PROXY' && type !== 'MOCK') {
      throw new AwsError('NotImplemented', `The local AWS has AWS_PROXY and MOCK integrations, not ${type}.`, 501)
    }
    if ((input.connectionType ?? 'INTERNET') !== 'INTERNET') {
      throw new AwsError('NotImplemented', `The local AWS has no integrations by ${input.connectionType}.`, 501)
    }
    const passthroughBehavior = input.passthroughBehavior ?? 'WHEN_NO_MATCH'
    if (!passthroughBehaviors.includes(passthroughBehavior)) {
      const valid = passthroughBehaviors.join(', ')
      throw new AwsError('BadRequestException', `Invalid passthrough behavior specified. Valid options are ${valid}`)
    }
    // The words are recorded for methods only.
    if (input.integrationHttpMethod) checkHttpMethod(input.integrationHttpMethod)
    if (type === 'AWS_PROXY') checkFunctionUri(account.region, input)
    const timeoutInMillis = input.timeoutInMillis ?? maxTimeout
    if (timeoutInMillis < minTimeout || timeoutInMillis > maxTimeout) {
      throw new AwsError('BadRequestException', `Timeout should be between ${minTimeout} ms and ${maxTimeout} ms`)
    }
    const integration: Integration = {
      type,
      ...(input.integrationHttpMethod && { httpMethod: input.integrationHttpMethod }),
      ...(input.uri && { uri: input.uri }),
      requestTemplates: input.requestTemplates,
      requestParameters: input.requestParameters,
      passthroughBehavior,
      timeoutInMillis,
      cacheNamespace: input.cacheNamespace ?? input.resourceId,
      cacheKeyParameters: input.cacheKeyParameters ?? [],
    }
    method.methodIntegration = integration
    return integration
  },
}

function checkFunctionUri(region: string, { uri, integrationHttpMethod }: PutIntegrationRequest): void {
  if (integrationHttpMethod !== 'POST') {
    // Lambda's Invoke API is a POST; with any other method API Gateway's call to it fails at run time.
    throw new AwsError('BadRequestException', 'Enumeration value for HttpMethod must be non-empty and POST for Lambda')
  }
  const pattern = new RegExp(
    `^arn:aws[\\w-]*:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws[\\w-]*:lambda:${region}:\\d{12}:function:[\\w-]+(:[\\w-]+)?/invocations$`,
  )
  if (!pattern.test(uri ?? '')) throw new AwsError('BadRequestException', 'Invalid ARN specified in the request')
}
