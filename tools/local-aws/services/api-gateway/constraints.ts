import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/apigateway/2015-07-09/service-2.json. A member of the body has the name of its input before it, a member
// of the path has not. The words for responseType are recorded (recorded/api-gateway.yaml); those for an integration's
// type and an endpoint's are in https://github.com/localstack/localstack/pull/9763 and
// https://github.com/localstack/localstack/pull/12826. The order of the other sets is not known.
const statusCode: Constraint = { pattern: /[1-5]\d\d/ }

const responseType: Constraint = {
  enum: [
    ...['REQUEST_TOO_LARGE', 'RESOURCE_NOT_FOUND', 'AUTHORIZER_CONFIGURATION_ERROR', 'MISSING_AUTHENTICATION_TOKEN'],
    ...['BAD_REQUEST_BODY', 'INVALID_SIGNATURE', 'INVALID_API_KEY', 'BAD_REQUEST_PARAMETERS', 'AUTHORIZER_FAILURE'],
    ...['UNAUTHORIZED', 'INTEGRATION_TIMEOUT', 'ACCESS_DENIED', 'DEFAULT_4XX', 'DEFAULT_5XX', 'WAF_FILTERED'],
    ...['QUOTA_EXCEEDED', 'THROTTLED', 'API_CONFIGURATION_ERROR', 'UNSUPPORTED_MEDIA_TYPE', 'INTEGRATION_FAILURE'],
    'EXPIRED_TOKEN',
  ],
}

const patches = (input: string): Constraint => ({
  path: `${input}.patchOperations`,
  each: { members: { op: { enum: ['add', 'remove', 'move', 'test', 'replace', 'copy'] } } },
})

export const constraints = {
  CreateRestApi: {
    apiKeySource: { path: 'createRestApiInput.apiKeySource', enum: ['AUTHORIZER', 'HEADER'] },
    endpointConfiguration: {
      path: 'createRestApiInput.endpointConfiguration',
      members: {
        types: { items: { enum: ['PRIVATE', 'EDGE', 'REGIONAL'] } },
        ipAddressType: { enum: ['ipv4', 'dualstack'] },
      },
    },
  },
  DeleteGatewayResponse: { responseType },
  PutGatewayResponse: { responseType, statusCode: { ...statusCode, path: 'putGatewayResponseInput.statusCode' } },
  PutIntegration: {
    type: { path: 'putIntegrationInput.type', enum: ['HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS'] },
    connectionType: { path: 'putIntegrationInput.connectionType', enum: ['INTERNET', 'VPC_LINK'] },
  },
  PutIntegrationResponse: { statusCode },
  PutMethodResponse: { statusCode },
  UpdateRestApi: { patchOperations: patches('updateRestApiInput') },
  UpdateStage: { patchOperations: patches('updateStageInput') },
} satisfies Constraints
