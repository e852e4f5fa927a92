import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetResourceCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { apiWithResource, conflict, notFound, refused } from './api-answers-fixture.ts'

const { answer, api, restApiId, method } = await apiWithResource(t)
const { resourceId } = method

t.test('an API has the defaults of API Gateway, and the given members', async t => {
  t.match(api, { id: /^[0-9a-z]{10}$/, rootResourceId: /^[0-9a-z]{10}$/, createdDate: Date })
  const { id, rootResourceId, createdDate, ...rest } = api
  t.same(rest, {
    name: 'whole',
    description: 'd',
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
    disableExecuteApiEndpoint: false,
    tags: { a: 'b' },
  })
  t.same(await answer(new GetRestApiCommand({ restApiId })), api)
  const given = {
    name: 'other',
    apiKeySource: 'AUTHORIZER' as const,
    endpointConfiguration: { types: ['REGIONAL' as const], ipAddressType: 'dualstack' as const },
    disableExecuteApiEndpoint: true,
    binaryMediaTypes: ['image/*'],
  }
  const other = await answer(new CreateRestApiCommand(given))
  t.match(other, given)
  await t.rejects(
    answer(new CreateRestApiCommand({ name: 'n', description: '' })),
    refused(/cannot be an empty string/),
  )
  const patch = (path: string, value: string) =>
    answer(new UpdateRestApiCommand({ restApiId: other.id, patchOperations: [{ op: 'replace', path, value }] }))
  t.equal((await patch('/name', 'new name')).name, 'new name')
  t.equal((await patch('/description', 'new words')).description, 'new words')
  await t.rejects(patch('/x', 'y'), refused('Invalid patch path /x'))
  await answer(new DeleteRestApiCommand({ restApiId: other.id }))
  const missing = notFound(`Invalid API identifier specified 000000000000:${other.id}`)
  for (const Command of [DeleteRestApiCommand, GetRestApiCommand, CreateDeploymentCommand])
    await t.rejects(answer(new Command({ restApiId: other.id })), missing)
})

t.test('a resource has its path, and its methods if they are asked for', async t => {
  await answer(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
  const resource = { id: resourceId, parentId: api.rootResourceId, pathPart: 'here', path: '/here' }
  const none = { httpMethod: 'GET', authorizationType: 'NONE', apiKeyRequired: false }
  t.match(resourceId, /^[0-9a-z]{6}$/)
  t.same(await answer(new GetResourceCommand({ restApiId, resourceId })), { ...resource, resourceMethods: { GET: {} } })
  const embedded = { ...resource, resourceMethods: { GET: none } }
  t.same(await answer(new GetResourceCommand({ restApiId, resourceId, embed: ['methods'] })), embedded)
  const root = { id: api.rootResourceId, path: '/' }
  t.same((await answer(new GetResourcesCommand({ restApiId, embed: ['methods'] }))).items, [root, embedded])
  t.same((await answer(new GetResourcesCommand({ restApiId, limit: 1 }))).items, [root])
  const below = (parentId: string, pathPart: string) =>
    answer(new CreateResourceCommand({ restApiId, parentId, pathPart }))
  const child = await below(resourceId, '{id}')
  t.match(child, { parentId: resourceId, pathPart: '{id}', path: '/here/{id}' })
  const greedy = await below(child.id, '{rest+}')
  t.equal(greedy.path, '/here/{id}/{rest+}')
  await t.rejects(below(greedy.id, 'x'), refused(/Cannot create a child of a resource with a greedy path variable/))
  await t.rejects(below(resourceId, '{other}'), refused(/^A sibling \(\{id\}\) of this resource already has/))
  await t.rejects(
    below(api.rootResourceId, 'here'),
    conflict('Another resource with the same parent already has this name: here'),
  )
  for (const pathPart of ["a-B_9.:~!$&'()*+,;=@%", '{a.b:c-d}']) {
    const { id } = await below(api.rootResourceId, pathPart)
    await answer(new DeleteResourceCommand({ restApiId, resourceId: id }))
  }
  for (const pathPart of ['{a', 'a}', '{a/b}', '{a+', 'a/b', '', '{}', 'a b'])
    await t.rejects(below(api.rootResourceId, pathPart), refused(/^Resource's path part only allow/), pathPart)
  await t.rejects(
    answer(new DeleteResourceCommand({ restApiId, resourceId: api.rootResourceId })),
    refused('Root resource cannot be deleted'),
  )
  await answer(new DeleteResourceCommand({ restApiId, resourceId: child.id }))
  for (const id of [child.id, greedy.id])
    await t.rejects(
      answer(new GetResourceCommand({ restApiId, resourceId: id })),
      notFound('Invalid Resource identifier specified'),
    )
})

t.test('a method, its integration and its responses are described as they were put', async t => {
  const options = { ...method, httpMethod: 'OPTIONS' }
  const parameters = { 'method.request.header.X-A': true, 'method.request.querystring.b': false }
  const put = (more: object) => answer(new PutMethodCommand({ ...options, authorizationType: 'NONE', ...more }))
  const described = { httpMethod: 'OPTIONS', authorizationType: 'AWS_IAM', apiKeyRequired: false, operationName: 'o' }
  const made = await put({
    authorizationType: 'AWS_IAM',
    operationName: 'o',
    requestParameters: parameters,
    requestModels: { 'application/json': 'Empty', 'text/plain': 'Error' },
  })
  t.match(made, { ...described, requestParameters: parameters })
  t.same(await answer(new GetMethodCommand(options)), made)
  const put2 = { ...options, httpMethod: 'PUT' }
  const same = { 'method.request.header.a': true, 'method.request.path.a': true }
  for (const [more, error] of [
    [{ requestParameters: same }, refused('Parameter names must be unique across querystring, header and path')],
    [{ requestModels: { 'text/plain': 'Own' } }, refused('Invalid model identifier specified: Own')],
    [{ requestParameters: { 'method.request.body.a': true } }, refused(/parameter specified: method\.request\.body/)],
    [{ authorizationType: 'CUSTOM' }, refused(/^Invalid authorizer ID specified/)],
    [{ authorizationType: 'COGNITO_USER_POOLS' }, refused(/^Invalid authorizer ID specified/)],
    [{ apiKeyRequired: true }, { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } }],
    [{ httpMethod: 'LIST' }, refused(/Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY$/)],
  ] as const)
    await t.rejects(put({ ...put2, ...more }), error, JSON.stringify(more))

  const getIntegration = new GetIntegrationCommand(options)
  await t.rejects(answer(getIntegration), notFound('Invalid Integration identifier specified'))
  const status = { ...options, statusCode: '200' }
  const respond = (more: object) => answer(new PutIntegrationResponseCommand({ ...status, ...more }))
  await t.rejects(respond({}), notFound('Invalid Integration identifier specified'))
  const mock = await answer(new PutIntegrationCommand({ ...options, type: 'MOCK' }))
  const defaults = {
    type: 'MOCK',
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    cacheNamespace: resourceId,
    cacheKeyParameters: [],
  }
  t.same(mock, defaults)
  await t.rejects(respond({}), notFound('Invalid Response status code specified'))
  const header = 'method.response.header.X-A'
  const response = { statusCode: '200', responseParameters: { [header]: true }, responseModels: { 'a/b': 'Empty' } }
  t.same(await answer(new PutMethodResponseCommand({ ...status, ...response })), response)
  await t.rejects(answer(new PutMethodResponseCommand(status)), conflict('Response already exists for this resource'))
  t.match((await answer(new GetMethodCommand(options))).methodResponses, { 200: response })
  await t.rejects(
    answer(new PutMethodResponseCommand({ ...options, statusCode: '201', responseModels: { 'a/b': 'Own' } })),
    refused('Invalid model identifier specified: Own'),
  )
  const whole = {
    statusCode: '200',
    selectionPattern: '2..',
    responseParameters: { [header]: "'1'" },
    responseTemplates: { 'application/json': '{}' },
  }
  t.same(await respond(whole), whole)
  for (const [value, error] of [
    ['context.requestId', { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } }],
    ['integration.response.header.a', { name: 'NotImplemented' }],
    ['stageVariables.a', { name: 'NotImplemented' }],
    ['method.request.header.a', { name: 'NotImplemented' }],
    ['plain', refused(/Invalid mapping expression specified: plain/)],
    ["'a\nb'", refused(/Invalid mapping expression specified/)],
  ] as const)
    await t.rejects(respond({ responseParameters: { [header]: value } }), error, value)
  t.same(await answer(getIntegration), { ...defaults, integrationResponses: { 200: whole } })
  await answer(new DeleteMethodCommand(options))
  for (const Command of [DeleteMethodCommand, GetMethodCommand, GetIntegrationCommand])
    await t.rejects(answer(new Command(options)), notFound('Invalid Method identifier specified'))
})
