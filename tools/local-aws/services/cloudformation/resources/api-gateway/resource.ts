import { CreateResourceCommand, DeleteResourceCommand } from '@aws-sdk/client-api-gateway'
import { honouring } from '../honouring.ts'
import { unlessMissing } from './missing.ts'

const honoured = ['RestApiId', 'ParentId', 'PathPart']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-resource.html
export const resource = honouring(honoured, {
  typeName: 'AWS::ApiGateway::Resource',

  async create(properties, { clients }) {
    const { id } = await clients.apiGateway.send(
      new CreateResourceCommand({
        restApiId: properties.RestApiId,
        parentId: properties.ParentId,
        pathPart: properties.PathPart,
      }),
    )
    return { physicalId: id!, attributes: { ResourceId: id } }
  },

  async delete(resourceId, { RestApiId: restApiId }, { clients }) {
    await unlessMissing(clients.apiGateway.send(new DeleteResourceCommand({ restApiId, resourceId })))
  },
})
