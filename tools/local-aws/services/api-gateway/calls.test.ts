import { request } from 'node:http'
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { deployedApi, functionArn } from './api-fixture.ts'

t.test('a function behind a proxy integration gets the request, and the caller gets its answer', async t => {
  const answer = { statusCode: 201, headers: { 'X-Own': 'yes', 'Content-Type': 'text/plain' }, body: 'made' }
  const { url, invocations, restApiId } = await deployedApi(t, () => answer)
  const response = await fetch(`${url}/predict?a=1&a=2`, { method: 'POST', body: '{"fileId":"é"}' })
  t.same([response.status, response.headers.get('x-own'), await response.text()], [201, 'yes', 'made'])
  t.equal(response.headers.get('content-type'), 'text/plain')
  t.match(invocations[0], {
    functionName: functionArn,
    invocationType: 'RequestResponse',
    invoker: {
      service: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/prod/POST/predict`,
      sourceAccount: '000000000000',
    },
  })
  t.match(JSON.parse(Buffer.from(invocations[0]!.payload).toString()), {
    resource: '/predict',
    path: '/predict',
    httpMethod: 'POST',
    body: '{"fileId":"é"}',
    isBase64Encoded: false,
    queryStringParameters: { a: '2' },
    multiValueQueryStringParameters: { a: ['1', '2'] },
    requestContext: { stage: 'prod', apiId: restApiId },
  })
})

t.test('the API also answers under its own host name', async t => {
  const { aws, restApiId } = await deployedApi(t, () => ({ statusCode: 200, body: 'by host' }))
  const { port } = new URL(aws.endpoint)
  const host = `${restApiId}.execute-api.us-east-1.amazonaws.com`
  const text = await new Promise<string>((resolve, reject) => {
    const call = request({ port, path: '/prod/predict', method: 'POST', headers: { host } }, response => {
      response.setEncoding('utf8').on('data', resolve)
    })
    call.on('error', reject).end()
  })
  t.equal(text, 'by host')
})

t.test('a preflight is answered by the mock, with its CORS header and no body', async t => {
  const { url, invocations } = await deployedApi(t, () => ({}))
  const response = await fetch(`${url}/predict`, { method: 'OPTIONS' })
  t.same([response.status, response.headers.get('access-control-allow-origin'), await response.text()], [204, '*', ''])
  t.equal(invocations.length, 0)
})

t.test('an answer of the mock with content has the type of JSON', async t => {
  const { url, client, restApiId, method } = await deployedApi(t, () => ({}))
  const requestTemplates = { 'application/json': '{"statusCode": 200}' }
  await client.send(new PutIntegrationCommand({ ...method('OPTIONS'), type: 'MOCK', requestTemplates }))
  const response = { ...method('OPTIONS'), statusCode: '200' }
  await client.send(new PutMethodResponseCommand(response))
  const responseTemplates = { 'application/json': '{"here": true}' }
  await client.send(new PutIntegrationResponseCommand({ ...response, responseTemplates }))
  await redeploy(client, restApiId)
  const answer = await fetch(`${url}/predict`, { method: 'OPTIONS' })
  t.same([answer.status, answer.headers.get('content-type')], [200, 'application/json'])
  t.same(await answer.json(), { here: true })
})

t.test('a payload without a template in the mock is refused or passed on, as the integration configures', async t => {
  const { url, client, restApiId, method } = await deployedApi(t, () => ({}))
  const answered = async (passthroughBehavior: string, type: string, templates: Record<string, string>) => {
    const put = new PutIntegrationCommand({
      ...method('OPTIONS'),
      type: 'MOCK',
      passthroughBehavior,
      requestTemplates: templates,
    })
    await client.send(put)
    const response = { ...method('OPTIONS'), statusCode: '204' }
    await client.send(new PutIntegrationResponseCommand(response))
    await redeploy(client, restApiId)
    const headers = { 'content-type': type }
    const answer = await fetch(`${url}/predict`, { method: 'OPTIONS', headers, body: '{"statusCode": 204}' })
    if (answer.status === 415) {
      t.same(await answer.json(), { message: 'Unsupported Media Type' })
      t.equal(answer.headers.get('x-amzn-errortype'), 'UnsupportedMediaTypeException')
    } else t.equal(answer.headers.get('content-type'), null, 'an answer without content has no type')
    return answer.status
  }
  const json = { 'application/json': '{"statusCode": 204}' }
  t.equal(await answered('NEVER', 'application/json; charset=utf-8', json), 204)
  t.equal(await answered('NEVER', 'text/plain', json), 415)
  t.equal(await answered('WHEN_NO_TEMPLATES', 'text/plain', json), 415)
  t.equal(await answered('WHEN_NO_TEMPLATES', 'text/plain', {}), 204)
  t.equal(await answered('WHEN_NO_MATCH', 'text/plain', json), 204)
})

async function redeploy(client: APIGatewayClient, restApiId: string) {
  const { id: value } = await client.send(new CreateDeploymentCommand({ restApiId }))
  const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value }]
  await client.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }))
}
