import {
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteGatewayResponseCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetGatewayResponsesCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetStagesCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { apiWithResource, conflict, notFound, refused } from './api-answers-fixture.ts'

const { answer, method, restApiId } = await apiWithResource(t)
await answer(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))

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
    await t.rejects(put({ uri }), refused('Invalid ARN specified in the request'), String(uri))
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
  for (const name of ['x', 'gatewayresponse.header.', 'gatewayresponse.header.a b', 'xgatewayresponse.header.a'])
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
