import t from 'tap'
import { memberLimits } from '../../member-limits-fixture.ts'
import { constraints } from './constraints.ts'

const { values } = memberLimits(constraints)

t.test('enumerations and status codes have the values of the model', t => {
  values(t, 'CreateRestApi', 'createRestApiInput.apiKeySource', apiKeySource => ({ apiKeySource }), {
    right: ['AUTHORIZER', 'HEADER'],
    wrong: ['header'],
  })
  const endpoint = (member: object) => ({ endpointConfiguration: member })
  const at = 'createRestApiInput.endpointConfiguration'
  values(t, 'CreateRestApi', `${at}.types`, type => endpoint({ types: [type] }), {
    right: ['PRIVATE', 'EDGE', 'REGIONAL'],
    wrong: ['edge'],
  })
  values(t, 'CreateRestApi', `${at}.ipAddressType`, ipAddressType => endpoint({ ipAddressType }), {
    right: ['ipv4', 'dualstack'],
    wrong: ['ipv6'],
  })
  const right = [
    'ACCESS_DENIED',
    'API_CONFIGURATION_ERROR',
    'AUTHORIZER_CONFIGURATION_ERROR',
    'AUTHORIZER_FAILURE',
    'BAD_REQUEST_BODY',
    'BAD_REQUEST_PARAMETERS',
    'DEFAULT_4XX',
    'DEFAULT_5XX',
    'EXPIRED_TOKEN',
    'INTEGRATION_FAILURE',
    'INTEGRATION_TIMEOUT',
    'INVALID_API_KEY',
    'INVALID_SIGNATURE',
    'MISSING_AUTHENTICATION_TOKEN',
    'QUOTA_EXCEEDED',
    'REQUEST_TOO_LARGE',
    'RESOURCE_NOT_FOUND',
    'THROTTLED',
    'UNAUTHORIZED',
    'UNSUPPORTED_MEDIA_TYPE',
    'WAF_FILTERED',
  ]
  for (const operation of ['DeleteGatewayResponse', 'PutGatewayResponse'])
    values(t, operation, 'responseType', responseType => ({ responseType }), { right, wrong: ['NO_STAGE'] })
  const status = { right: ['100', '204', '599'], wrong: ['99', '600', '2000', '2xx', ''] }
  values(t, 'PutGatewayResponse', 'putGatewayResponseInput.statusCode', statusCode => ({ statusCode }), status)
  for (const operation of ['PutIntegrationResponse', 'PutMethodResponse'])
    values(t, operation, 'statusCode', statusCode => ({ statusCode }), status)
  values(t, 'PutIntegration', 'putIntegrationInput.type', type => ({ type }), {
    right: ['HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS'],
    wrong: ['mock'],
  })
  values(t, 'PutIntegration', 'putIntegrationInput.connectionType', connectionType => ({ connectionType }), {
    right: ['INTERNET', 'VPC_LINK'],
    wrong: ['VPC'],
  })
  for (const [operation, input] of [
    ['UpdateRestApi', 'updateRestApiInput'],
    ['UpdateStage', 'updateStageInput'],
  ] as const)
    values(t, operation, `${input}.patchOperations.1.member.op`, op => ({ patchOperations: [{ op }] }), {
      right: ['add', 'remove', 'move', 'test', 'replace', 'copy'],
      wrong: ['set'],
    })
  t.end()
})
