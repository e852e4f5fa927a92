import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const client = new APIGatewayClient(aws)

async function apiWithMethod(type: 'REGIONAL' | 'PRIVATE') {
  const { id: restApiId, rootResourceId: resourceId } = await client.send(
    new CreateRestApiCommand({ name: 'api', endpointConfiguration: { types: [type] } }),
  )
  const method = { restApiId, resourceId, httpMethod: 'GET' }
  const put = (requestParameters: Record<string, boolean>) =>
    client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE', requestParameters }))
  return { restApiId, method, put }
}

const invalid = { name: 'BadRequestException', message: /Invalid mapping expression parameter specified: x/ }

t.test('names of parameters have the pattern of the model', async t => {
  const { method, put } = await apiWithMethod('REGIONAL')
  await t.rejects(put({ x: true }), invalid)
  await put({ 'method.request.header.x': true })
  const response = (responseParameters: Record<string, boolean>) =>
    client.send(new PutMethodResponseCommand({ ...method, statusCode: '200', responseParameters }))
  await t.rejects(response({ x: true }), invalid)
  await t.resolves(response({ 'method.response.header.x': true }))
})

t.test('stage variables have the characters of the model', async t => {
  const { restApiId, method, put } = await apiWithMethod('REGIONAL')
  await put({})
  await client.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }))
  const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId }))
  const stage = (variables: Record<string, string>) =>
    client.send(new CreateStageCommand({ restApiId, stageName: 's', deploymentId, variables }))
  await t.rejects(stage({ 'a b': 'c' }), { name: 'BadRequestException', message: /variable name: a b/ })
  await t.rejects(stage({ a: 'c d' }), { name: 'BadRequestException', message: /variable value: c d/ })
  await t.resolves(stage({ a_1: 'https://b/?c=d,e' }))
})

t.test('a private API is not deployed, since it has no resource policy', async t => {
  const { restApiId, method, put } = await apiWithMethod('PRIVATE')
  await put({})
  await client.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }))
  await t.rejects(client.send(new CreateDeploymentCommand({ restApiId })), {
    name: 'BadRequestException',
    message: "Private REST API doesn't have a resource policy attached to it",
  })
})
