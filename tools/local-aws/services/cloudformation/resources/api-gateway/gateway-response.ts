import { DeleteGatewayResponseCommand, PutGatewayResponseCommand } from '@aws-sdk/client-api-gateway'
import { honouring } from '../honouring.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { unlessMissing } from './missing.ts'

const honoured = ['RestApiId', 'ResponseType', 'StatusCode', 'ResponseParameters', 'ResponseTemplates']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-gatewayresponse.html
export const gatewayResponse = honouring(honoured, {
  typeName: 'AWS::ApiGateway::GatewayResponse',

  create: (properties, context) => put(properties, context),
  update: ({ after }, context) => put(after, context),

  async delete(_physicalId, { RestApiId: restApiId, ResponseType: responseType }, { clients }) {
    await unlessMissing(clients.apiGateway.send(new DeleteGatewayResponseCommand({ restApiId, responseType })))
  },
})

async function put(properties: Properties, { clients }: ResourceContext): Promise<CreatedResource> {
  await clients.apiGateway.send(
    new PutGatewayResponseCommand({
      restApiId: properties.RestApiId,
      responseType: properties.ResponseType,
      statusCode: properties.StatusCode === undefined ? undefined : String(properties.StatusCode),
      responseParameters: properties.ResponseParameters,
      responseTemplates: properties.ResponseTemplates,
    }),
  )
  const physicalId = `${properties.RestApiId}|${properties.ResponseType}`
  return { physicalId, attributes: { Id: physicalId } }
}
