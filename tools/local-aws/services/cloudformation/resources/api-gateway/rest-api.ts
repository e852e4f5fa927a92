import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetRestApiCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { honouring } from '../honouring.ts'
import { tagMap } from '../tags.ts'
import { changeTags } from './change-tags.ts'
import { unlessMissing } from './missing.ts'

const honoured = ['Name', 'Description', 'EndpointConfiguration.Types', 'BinaryMediaTypes', 'Tags']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html
export const restApi = honouring(honoured, {
  typeName: 'AWS::ApiGateway::RestApi',

  async create(properties, { clients, tags }) {
    const { id, rootResourceId } = await clients.apiGateway.send(
      new CreateRestApiCommand({
        name: properties.Name,
        description: properties.Description,
        endpointConfiguration: properties.EndpointConfiguration && { types: properties.EndpointConfiguration.Types },
        binaryMediaTypes: properties.BinaryMediaTypes,
        tags: tagMap(tags, properties.Tags),
      }),
    )
    return { physicalId: id!, attributes: { RestApiId: id, RootResourceId: rootResourceId } }
  },

  applies: ['Name', 'Description', 'Tags'],

  async update(request, context) {
    const { physicalId: restApiId, after, changed } = request
    const { clients } = context
    const patchOperations = ['Name', 'Description']
      .filter(name => changed.includes(name))
      .map(name => ({ op: 'replace' as const, path: `/${name.toLowerCase()}`, value: after[name] ?? '' }))
    if (patchOperations.length > 0) {
      await clients.apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }))
    }
    if (changed.includes('Tags')) await changeTags(`/restapis/${restApiId}`, request, context)
    const { rootResourceId } = await clients.apiGateway.send(new GetRestApiCommand({ restApiId }))
    return { physicalId: restApiId, attributes: { RestApiId: restApiId, RootResourceId: rootResourceId } }
  },

  async delete(restApiId, _properties, { clients }) {
    await unlessMissing(clients.apiGateway.send(new DeleteRestApiCommand({ restApiId })))
  },
})
