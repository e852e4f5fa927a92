import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteGatewayResponseCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetGatewayResponsesCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetResourceCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetStagesCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const client = new APIGatewayClient(aws)
const notFound = (message: string) => ({ name: 'NotFoundException', message, $metadata: { httpStatusCode: 404 } })
const refused = (message: string | RegExp) => ({
  name: 'BadRequestException',
  message,
  $metadata: { httpStatusCode: 400 },
})
const conflict = (message: string) => ({ name: 'ConflictException', message, $metadata: { httpStatusCode: 409 } })

/** The answer without its metadata. */
async function answer(command: object): Promise<any> {
  const { $metadata, ...members } = await client.send(command as never)
  return members
}

const api = await answer(new CreateRestApiCommand({ name: 'whole', description: 'd', tags: { a: 'b' } }))
const restApiId: string = api.id
const { id: resourceId } = await answer(
  new CreateResourceCommand({ restApiId, parentId: api.rootResourceId, pathPart: 'here' }),
)
const method = { restApiId, resourceId, httpMethod: 'GET' }

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

t.test('an integration is refused outside its limits', async t => {
  const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:f'
  const path = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions'
  const proxy = { type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: `${path}/${lambda}/invocations` }
  const put = (more: object) => answer(new PutIntegrationCommand({ ...method, ...proxy, ...more } as never))
  t.match(await put({ timeoutInMillis: 50, passthroughBehavior: 'NEVER' }), {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: proxy.uri,
    timeoutInMillis: 50,
    passthroughBehavior: 'NEVER',
  })
  t.match(await put({ cacheNamespace: 'n', cacheKeyParameters: ['k'] }), {
    cacheNamespace: 'n',
    cacheKeyParameters: ['k'],
    timeoutInMillis: 29_000,
  })
  for (const timeoutInMillis of [49, 29_001])
    await t.rejects(put({ timeoutInMillis }), refused('Timeout should be between 50 ms and 29000 ms'))
  await t.rejects(
    put({ passthroughBehavior: 'x' }),
    refused(/Valid options are WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER$/),
  )
  for (const integrationHttpMethod of ['GET', undefined])
    await t.rejects(put({ integrationHttpMethod }), refused(/non-empty and POST for Lambda$/))
  for (const uri of [
    `${path}/${lambda}`,
    `x${proxy.uri}`,
    `${proxy.uri}x`,
    proxy.uri.replaceAll('us-east-1', 'eu-west-1'),
    `${path}/${lambda}:a:b/invocations`,
    undefined,
  ])
    await t.rejects(put({ uri }), refused('Invalid ARN specified in the request'), uri)
  await t.resolves(put({ uri: `${path}/${lambda}:live/invocations` }))
  for (const more of [{ type: 'HTTP' }, { connectionType: 'VPC_LINK' }])
    await t.rejects(put(more), { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
})

t.test('a gateway response has a default body, and can be removed once', async t => {
  const put = (more: object) => answer(new PutGatewayResponseCommand({ restApiId, responseType: 'THROTTLED', ...more }))
  const plain = {
    responseType: 'THROTTLED',
    responseParameters: {},
    responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
    defaultResponse: false,
  }
  t.same(await put({}), plain)
  const own = {
    statusCode: '503',
    responseParameters: { 'gatewayresponse.header.X-A': "'1'" },
    responseTemplates: { 'application/json': '{}' },
  }
  t.same(await put(own), { ...plain, ...own })
  t.same((await answer(new GetGatewayResponsesCommand({ restApiId }))).items, [{ ...plain, ...own }])
  for (const name of ['x', 'gatewayresponse.header.', 'gatewayresponse.header.a b'])
    await t.rejects(put({ responseParameters: { [name]: "'1'" } }), refused(/Invalid mapping expression parameter/))
  const remove = new DeleteGatewayResponseCommand({ restApiId, responseType: 'THROTTLED' })
  await answer(remove)
  await t.rejects(answer(remove), notFound('Gateway response type not defined on api'))
})

t.test('deployments and stages are described and listed', async t => {
  const deploy = (description?: string) => answer(new CreateDeploymentCommand({ restApiId, description }))
  const [first, second] = [await deploy('one'), await deploy()]
  t.match(first, { id: /^[0-9a-z]{6}$/, description: 'one', createdDate: Date })
  t.same(await answer(new GetDeploymentCommand({ restApiId, deploymentId: first.id })), first)
  t.same((await answer(new GetDeploymentsCommand({ restApiId }))).items, [first, second])
  const create = (stageName: string, more: object = {}) =>
    answer(new CreateStageCommand({ restApiId, stageName, deploymentId: first.id, ...more }))
  const { createdDate, lastUpdatedDate, ...plain } = await create('plain')
  t.match([createdDate, lastUpdatedDate], [Date, Date])
  t.same(plain, {
    stageName: 'plain',
    deploymentId: first.id,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    tags: {},
  })
  const given = { description: 'd', variables: { a: 'b' }, tracingEnabled: true, tags: { k: 'v' } }
  t.match(await create('full', { ...given, deploymentId: second.id }), given)
  t.match(await answer(new GetStageCommand({ restApiId, stageName: 'full' })), { ...given, deploymentId: second.id })
  const stages = async (more: object = {}) =>
    (await answer(new GetStagesCommand({ restApiId, ...more }))).item.map((one: any) => one.stageName)
  t.same(await stages(), ['plain', 'full'])
  t.same(await stages({ deploymentId: second.id }), ['full'])
  await t.rejects(create('plain'), conflict('Stage already exists'))
  for (const name of ['a b', 'a-b', ''])
    await t.rejects(create(name), name ? refused('Stage name only allows a-zA-Z0-9_') : { name: 'BadRequestException' })
  await t.rejects(create('x', { deploymentId: 'none' }), notFound('Invalid Deployment identifier specified'))
  await t.rejects(create('x', { variables: { a: '' } }), refused('Invalid stage variable value: '))
  await t.resolves(create('AZ_09', { variables: { A_1: 'aZ9-._~:/?#&=,' } }))
  for (const stageName of ['plain', 'full', 'AZ_09']) await answer(new DeleteStageCommand({ restApiId, stageName }))
  await t.rejects(
    answer(new DeleteStageCommand({ restApiId, stageName: 'plain' })),
    notFound('Invalid stage identifier specified'),
  )
  await answer(new DeleteDeploymentCommand({ restApiId, deploymentId: second.id }))
  t.same((await answer(new GetDeploymentsCommand({ restApiId }))).items, [first])
})

t.test('tags of an API and of a stage are added and removed by their ARN', async t => {
  const { items } = await answer(new GetDeploymentsCommand({ restApiId }))
  await answer(new CreateStageCommand({ restApiId, stageName: 's', deploymentId: items[0].id, tags: { of: 'stage' } }))
  const arn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`
  const tag = (resourceArn: string) => answer(new TagResourceCommand({ resourceArn, tags: { c: 'd' } }))
  const untag = (resourceArn: string, key: string) => answer(new UntagResourceCommand({ resourceArn, tagKeys: [key] }))
  const tags = async () => [
    (await answer(new GetRestApiCommand({ restApiId }))).tags,
    (await answer(new GetStageCommand({ restApiId, stageName: 's' }))).tags,
  ]
  await tag(arn)
  await tag(`${arn}/stages/s`)
  t.same(await tags(), [
    { a: 'b', c: 'd' },
    { of: 'stage', c: 'd' },
  ])
  await untag(arn, 'a')
  await untag(`${arn}/stages/s`, 'of')
  t.same(await tags(), [{ c: 'd' }, { c: 'd' }])
  for (const wrong of ['arn:aws:apigateway:us-east-1::/apis/a', `${arn}/resources/x`])
    await t.rejects(tag(wrong), refused(`Invalid ARN ${wrong}`))
})
