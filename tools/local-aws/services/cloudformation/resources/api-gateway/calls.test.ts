import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { deployment } from './deployment.ts'
import { gatewayResponse } from './gateway-response.ts'
import { method } from './method.ts'
import { resource } from './resource.ts'
import { restApi } from './rest-api.ts'
import { gone, own, retagged } from './tagged-calls-fixture.ts'

t.test('an API is created, and its name, description and tags are changed', async t => {
  const answers = { CreateRestApi: { id: 'a', rootResourceId: 'r' }, GetRestApi: { rootResourceId: 'r' } }
  const { create, update, remove } = handlerCalls(restApi, answers)
  const attributes = (id: string) => ({ RestApiId: id, RootResourceId: 'r' })
  const EndpointConfiguration = { Types: ['REGIONAL'] }
  const made = await create({ Name: 'n', Description: 'd', EndpointConfiguration, BinaryMediaTypes: ['b'], ...own })
  t.same(made, {
    made: { physicalId: 'a', attributes: attributes('a') },
    calls: [
      [
        'apiGateway.CreateRestApi',
        {
          name: 'n',
          description: 'd',
          endpointConfiguration: { types: ['REGIONAL'] },
          binaryMediaTypes: ['b'],
          tags: { of: 'stack', own: 'tag' },
        },
      ],
    ],
  })
  const restApiId = 'physical'
  const replace = (path: string, value: string) => ({ op: 'replace', path, value })
  const look = ['apiGateway.GetRestApi', { restApiId }]
  t.same(await update(own, { Name: 'm' }, ['Name', 'Description', 'Tags']), {
    made: { physicalId: restApiId, attributes: attributes(restApiId) },
    calls: [
      [
        'apiGateway.UpdateRestApi',
        { restApiId, patchOperations: [replace('/name', 'm'), replace('/description', '')] },
      ],
      ...retagged('physical'),
      look,
    ],
  })
  t.same((await update({}, {}, [])).calls, [look])
  t.same(await remove(), [['apiGateway.DeleteRestApi', { restApiId }]])
  await ignoresOnly(t, restApi, 'DeleteRestApi', gone)
  t.same(restApi.applies, ['Name', 'Description', 'Tags'])
})

t.test('resources, deployments and gateway responses belong to their API', async t => {
  const RestApiId = 'a'
  const part = handlerCalls(resource, { CreateResource: { id: 'r-1' } })
  t.same(await part.create({ RestApiId, ParentId: 'p', PathPart: 'x' }), {
    made: { physicalId: 'r-1', attributes: { ResourceId: 'r-1' } },
    calls: [['apiGateway.CreateResource', { restApiId: 'a', parentId: 'p', pathPart: 'x' }]],
  })
  t.same(await part.remove({ RestApiId }), [['apiGateway.DeleteResource', { restApiId: 'a', resourceId: 'physical' }]])
  await ignoresOnly(t, resource, 'DeleteResource', gone)

  const snapshot = handlerCalls(deployment, { CreateDeployment: { id: 'd-1' } })
  t.same(await snapshot.create({ RestApiId, StageName: 's', Description: 'd' }), {
    made: { physicalId: 'd-1', attributes: { DeploymentId: 'd-1' } },
    calls: [['apiGateway.CreateDeployment', { restApiId: 'a', stageName: 's', description: 'd' }]],
  })
  const same = { physicalId: 'physical', attributes: { DeploymentId: 'physical' } }
  t.same(await snapshot.update({}, {}, []), { made: same, calls: [] })
  t.same(deployment.applies, [])
  t.same(await snapshot.remove({ RestApiId }), [
    ['apiGateway.DeleteDeployment', { restApiId: 'a', deploymentId: 'physical' }],
  ])
  await ignoresOnly(t, deployment, 'DeleteDeployment', gone)

  const response = handlerCalls(gatewayResponse)
  const whole = {
    ResponseType: 'THROTTLED',
    StatusCode: 429,
    ResponseParameters: { p: '1' },
    ResponseTemplates: { t: '2' },
  }
  const put = {
    made: { physicalId: 'a|THROTTLED', attributes: { Id: 'a|THROTTLED' } },
    calls: [
      [
        'apiGateway.PutGatewayResponse',
        {
          restApiId: 'a',
          responseType: 'THROTTLED',
          statusCode: '429',
          responseParameters: { p: '1' },
          responseTemplates: { t: '2' },
        },
      ],
    ],
  }
  t.same(await response.create({ RestApiId, ...whole }), put)
  t.same(await response.update({}, { RestApiId, ...whole }, []), put)
  const plain = await response.create({ RestApiId, ResponseType: 'THROTTLED' })
  t.same(plain.calls[0]![1], { restApiId: 'a', responseType: 'THROTTLED' })
  t.same(await response.remove({ RestApiId, ResponseType: 'THROTTLED' }), [
    ['apiGateway.DeleteGatewayResponse', { restApiId: 'a', responseType: 'THROTTLED' }],
  ])
  await ignoresOnly(t, gatewayResponse, 'DeleteGatewayResponse', gone)
})

t.test('a method is put with its responses and its integration, and again at an update', async t => {
  const { create, update, remove } = handlerCalls(method)
  const target = { restApiId: 'a', resourceId: 'r', httpMethod: 'GET' }
  const at = { RestApiId: 'a', ResourceId: 'r', HttpMethod: 'GET' }
  const made = { physicalId: 'a|r|GET', attributes: {} }
  const plain = ['apiGateway.PutMethod', { ...target, authorizationType: 'NONE' }]
  t.same(await create(at), { made, calls: [['outlast'], plain] })
  const properties = {
    ...at,
    AuthorizationType: 'AWS_IAM',
    ApiKeyRequired: 'true',
    OperationName: 'o',
    RequestParameters: { p: 'true', q: false },
    RequestModels: { m: 'Empty' },
    RequestValidatorId: 'v',
    MethodResponses: [{ StatusCode: 200, ResponseParameters: { h: true }, ResponseModels: { m: 'Error' } }],
    Integration: {
      Type: 'AWS_PROXY',
      IntegrationHttpMethod: 'POST',
      Uri: 'u',
      Credentials: 'c',
      PassthroughBehavior: 'NEVER',
      RequestTemplates: { t: '1' },
      RequestParameters: { p: '2' },
      TimeoutInMillis: '50',
      IntegrationResponses: [
        { StatusCode: 204, SelectionPattern: 's', ResponseParameters: { h: '3' }, ResponseTemplates: { t: '4' } },
      ],
    },
  }
  const { calls } = await create(properties)
  t.same(calls.slice(1), [
    [
      'apiGateway.PutMethod',
      {
        ...target,
        authorizationType: 'AWS_IAM',
        apiKeyRequired: true,
        operationName: 'o',
        requestParameters: { p: true, q: false },
        requestModels: { m: 'Empty' },
        requestValidatorId: 'v',
      },
    ],
    [
      'apiGateway.PutMethodResponse',
      { ...target, statusCode: '200', responseParameters: { h: true }, responseModels: { m: 'Error' } },
    ],
    [
      'apiGateway.PutIntegration',
      {
        ...target,
        type: 'AWS_PROXY',
        integrationHttpMethod: 'POST',
        uri: 'u',
        credentials: 'c',
        passthroughBehavior: 'NEVER',
        requestTemplates: { t: '1' },
        requestParameters: { p: '2' },
        timeoutInMillis: 50,
      },
    ],
    [
      'apiGateway.PutIntegrationResponse',
      {
        ...target,
        statusCode: '204',
        selectionPattern: 's',
        responseParameters: { h: '3' },
        responseTemplates: { t: '4' },
      },
    ],
  ])
  const deletion = ['apiGateway.DeleteMethod', target]
  t.same(await update(properties, at, ['Integration']), { made, calls: [deletion, plain] })
  t.same(await remove(at), [deletion])
  await ignoresOnly(t, method, 'DeleteMethod', gone, at)
})
