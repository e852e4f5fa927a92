import {
  DeleteMethodCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { honouring } from '../honouring.ts'
import { isTrue, numberOf } from '../property-values.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { unlessMissing } from './missing.ts'

const honoured = [
  'RestApiId',
  'ResourceId',
  'HttpMethod',
  'AuthorizationType',
  'ApiKeyRequired',
  'OperationName',
  'RequestParameters',
  'RequestModels',
  'RequestValidatorId',
  'Integration.Type',
  'Integration.IntegrationHttpMethod',
  'Integration.Uri',
  'Integration.Credentials',
  'Integration.PassthroughBehavior',
  'Integration.RequestTemplates',
  'Integration.RequestParameters',
  'Integration.TimeoutInMillis',
  'Integration.IntegrationResponses.StatusCode',
  'Integration.IntegrationResponses.SelectionPattern',
  'Integration.IntegrationResponses.ResponseParameters',
  'Integration.IntegrationResponses.ResponseTemplates',
  'MethodResponses.StatusCode',
  'MethodResponses.ResponseParameters',
  'MethodResponses.ResponseModels',
]

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html
export const method = honouring(honoured, {
  typeName: 'AWS::ApiGateway::Method',

  async create(properties, context) {
    // A deployment that does not wait for its methods must not find them by luck.
    await context.outlast()
    return put(properties, context)
  },

  // Unlike AWS, which patches the method: it is removed and put again. Deployments keep their snapshot, so no call
  // meets the gap.
  async update({ before, after }, context) {
    await remove(before, context)
    return put(after, context)
  },

  delete: (_physicalId, properties, context) => remove(properties, context),
})

async function put(properties: Properties, { clients: { apiGateway } }: ResourceContext): Promise<CreatedResource> {
  const target = targetOf(properties)
  await apiGateway.send(
    new PutMethodCommand({
      ...target,
      authorizationType: properties.AuthorizationType ?? 'NONE',
      apiKeyRequired: properties.ApiKeyRequired === undefined ? undefined : isTrue(properties.ApiKeyRequired),
      operationName: properties.OperationName,
      requestParameters: flags(properties.RequestParameters),
      requestModels: properties.RequestModels,
      requestValidatorId: properties.RequestValidatorId,
    }),
  )
  for (const response of properties.MethodResponses ?? []) {
    await apiGateway.send(
      new PutMethodResponseCommand({
        ...target,
        statusCode: String(response.StatusCode),
        responseParameters: flags(response.ResponseParameters),
        responseModels: response.ResponseModels,
      }),
    )
  }
  const integration = properties.Integration
  if (integration) {
    await apiGateway.send(
      new PutIntegrationCommand({
        ...target,
        type: integration.Type,
        integrationHttpMethod: integration.IntegrationHttpMethod,
        uri: integration.Uri,
        credentials: integration.Credentials,
        passthroughBehavior: integration.PassthroughBehavior,
        requestTemplates: integration.RequestTemplates,
        requestParameters: integration.RequestParameters,
        timeoutInMillis: numberOf(integration.TimeoutInMillis),
      }),
    )
    for (const response of integration.IntegrationResponses ?? []) {
      await apiGateway.send(
        new PutIntegrationResponseCommand({
          ...target,
          statusCode: String(response.StatusCode),
          selectionPattern: response.SelectionPattern,
          responseParameters: response.ResponseParameters,
          responseTemplates: response.ResponseTemplates,
        }),
      )
    }
  }
  return { physicalId: `${target.restApiId}|${target.resourceId}|${target.httpMethod}`, attributes: {} }
}

async function remove(properties: Properties, { clients }: ResourceContext): Promise<void> {
  await unlessMissing(clients.apiGateway.send(new DeleteMethodCommand(targetOf(properties))))
}

function targetOf(properties: Properties) {
  return { restApiId: properties.RestApiId, resourceId: properties.ResourceId, httpMethod: properties.HttpMethod }
}

function flags(parameters: Properties | undefined): Record<string, boolean> | undefined {
  return parameters && Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, isTrue(value)]))
}
