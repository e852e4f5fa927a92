import {
  APIGatewayClient,
  GetRestApiCommand,
  NotFoundException,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway'
import { hasStackTagsByName } from '../../stack/stack-tags.ts'
import { unlessMissing } from './existence.ts'
import type { RemovableType, Sighting } from './removable-type.ts'

export const restApi: RemovableType = {
  type: 'AWS::ApiGateway::RestApi',
  arn: { service: 'apigateway', resource: /^\/restapis\/([^/]+)$/ },
  isThere: async ({ clients }, restApiId) => {
    const request = new GetRestApiCommand({ restApiId })
    return (await unlessMissing(NotFoundException, () => clients.get(APIGatewayClient).send(request))) !== undefined
  },
  commands: ({ id }) => [['apigateway', 'delete-rest-api', '--rest-api-id', id]],
  findByName: async ({ connection, prefix }) => {
    const found: Sighting[] = []
    for await (const page of paginateGetRestApis({ client: connection.clients.get(APIGatewayClient) }, {})) {
      const tagged = (page.items ?? []).filter(({ tags }) => hasStackTagsByName(tags, prefix))
      found.push(...tagged.map(({ id }) => ({ id: id!, ours: true })))
    }
    return found
  },
}
