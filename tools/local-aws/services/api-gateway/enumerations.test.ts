import {
  CreateRestApiCommand,
  DeleteGatewayResponseCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { deployedApi } from './api-fixture.ts'

const { client, restApiId, resourceId } = await deployedApi(t, () => ({}))
// any: values that the types forbid are the subject.
const wrong = 'WRONG' as any
const at = { restApiId, resourceId, httpMethod: 'POST' }
const options = { restApiId, resourceId, httpMethod: 'OPTIONS' }
const patchOperations = [{ op: wrong, path: '/description', value: 'x' }]
const broken = (path: string, rule: string, value = 'WRONG') =>
  `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must ${rule}`

for (const [title, command, message] of [
  [
    'an unknown source of API keys',
    new CreateRestApiCommand({ name: 'a', apiKeySource: wrong }),
    broken('createRestApiInput.apiKeySource', 'satisfy enum value set: [AUTHORIZER, HEADER]'),
  ],
  [
    'an unknown type of endpoint',
    new CreateRestApiCommand({ name: 'a', endpointConfiguration: { types: [wrong] } }),
    broken(
      'createRestApiInput.endpointConfiguration.types',
      'satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]',
      '[WRONG]',
    ),
  ],
  [
    'an unknown type of IP address',
    new CreateRestApiCommand({ name: 'a', endpointConfiguration: { ipAddressType: wrong } }),
    broken('createRestApiInput.endpointConfiguration.ipAddressType', 'satisfy enum value set: [ipv4, dualstack]'),
  ],
  [
    'an unknown type of integration',
    new PutIntegrationCommand({ ...options, type: wrong }),
    broken('putIntegrationInput.type', 'satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]'),
  ],
  [
    'an unknown type of connection',
    new PutIntegrationCommand({ ...options, type: 'MOCK', connectionType: wrong }),
    broken('putIntegrationInput.connectionType', 'satisfy enum value set: [INTERNET, VPC_LINK]'),
  ],
  [
    'an unknown operation of a patch of an API',
    new UpdateRestApiCommand({ restApiId, patchOperations }),
    broken(
      'updateRestApiInput.patchOperations.1.member.op',
      'satisfy enum value set: [add, remove, move, test, replace, copy]',
    ),
  ],
  [
    'an unknown operation of a patch of a stage',
    new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }),
    broken(
      'updateStageInput.patchOperations.1.member.op',
      'satisfy enum value set: [add, remove, move, test, replace, copy]',
    ),
  ],
  ['an unknown gateway response', new PutGatewayResponseCommand({ restApiId, responseType: wrong }), /'responseType'/],
  [
    'deleting an unknown gateway response',
    new DeleteGatewayResponseCommand({ restApiId, responseType: wrong }),
    /'responseType'/,
  ],
] as const)
  t.test(`${title} is refused`, async t => {
    await t.rejects(client.send(command as never), {
      name: 'ValidationException',
      message,
      $metadata: { httpStatusCode: 400 },
    })
  })

t.test('an API has exactly one type of endpoint', async t => {
  const create = (...types: any[]) =>
    client.send(new CreateRestApiCommand({ name: 'a', endpointConfiguration: { types } }))
  await t.rejects(create('EDGE', 'REGIONAL'), { message: 'Cannot create an api with multiple Endpoint Types.' })
  await t.rejects(create(), { message: /^REGIONAL Configuration and EDGE Configuration cannot be both DISABLED/ })
  for (const type of ['EDGE', 'REGIONAL', 'PRIVATE']) await t.resolves(create(type))
})

t.test('an unknown authorization type or HTTP method is refused, not taken for one that AWS has', async t => {
  const refused = { name: 'BadRequestException', message: /^Invalid (authorization type|HttpMethod) specified/ }
  await t.rejects(client.send(new PutMethodCommand({ ...at, httpMethod: 'GET', authorizationType: 'BASIC' })), refused)
  await t.resolves(client.send(new PutMethodCommand({ ...at, httpMethod: 'GET', authorizationType: 'AWS_IAM' })))
  const mock = { ...options, type: 'MOCK' as const }
  await t.rejects(client.send(new PutIntegrationCommand({ ...mock, integrationHttpMethod: 'FETCH' })), refused)
})
