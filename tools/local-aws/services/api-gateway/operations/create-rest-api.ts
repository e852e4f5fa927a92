import type { CreateRestApiRequest, EndpointConfiguration, RestApi } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import { identifier } from '../state.ts'

// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html
export const createRestApi: Operation<CreateRestApiRequest, RestApi> = {
  honours: [
    'apiKeySource',
    'binaryMediaTypes',
    'description',
    'disableExecuteApiEndpoint',
    'endpointConfiguration',
    'name',
    'tags',
  ],
  permissions: onPath,
  run: (input, { account }) => {
    checkEndpoint(input.endpointConfiguration)
    // Words: recorded/api-gateway.yaml.
    if (input.description === '') throw new AwsError('BadRequestException', 'Description cannot be an empty string')
    const id = identifier(10)
    const rootResourceId = identifier(10)
    const description: RestApi = {
      id,
      name: input.name,
      description: input.description,
      createdDate: account.now(),
      apiKeySource: input.apiKeySource ?? 'HEADER',
      endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4', ...input.endpointConfiguration },
      disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
      rootResourceId,
      binaryMediaTypes: input.binaryMediaTypes,
      tags: { ...input.tags },
    }
    account.apiGateway.apis.set(id, {
      id,
      description,
      rootResourceId,
      resources: new Map([[rootResourceId, { id: rootResourceId, path: '/', methods: new Map() }]]),
      gatewayResponses: new Map(),
      deployments: new Map(),
      stages: new Map(),
    })
    return description
  },
}

/** Words: https://github.com/localstack/localstack/pull/12826. @throws AwsError BadRequestException */
function checkEndpoint({ types = ['EDGE'] }: EndpointConfiguration = {}): void {
  const message =
    types.length === 0
      ? 'REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.'
      : 'Cannot create an api with multiple Endpoint Types.'
  if (types.length !== 1) throw new AwsError('BadRequestException', message)
}
