import { request } from 'node:http'
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t, { type Test } from 'tap'
import { AwsError } from '../../aws-error.ts'
import { startLocalAws } from '../../server.ts'
import type { InvocationRequest } from '../lambda/invocation.ts'

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:predict'
const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`
const anyOrigin = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" }

/** An API with POST /predict on a function that answers as the test says, and OPTIONS on a mock. */
async function deployedApi(t: Pick<Test, 'teardown'>, answer: (request: InvocationRequest) => unknown) {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const invocations: InvocationRequest[] = []
  aws.account.lambda.invoke = async invocation => {
    invocations.push(invocation)
    const result = await answer(invocation)
    if (result instanceof AwsError) throw result
    const payload = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result))
    return { statusCode: 200, executedVersion: '$LATEST', requestId: 'r', payload, logTail: '' }
  }
  const client = new APIGatewayClient(aws)
  const { id: restApiId, rootResourceId: parentId } = await client.send(new CreateRestApiCommand({ name: 'api' }))
  const { id: resourceId } = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart: 'predict' }))
  const method = (httpMethod: string) => ({ restApiId, resourceId, httpMethod })
  await client.send(new PutMethodCommand({ ...method('POST'), authorizationType: 'NONE' }))
  await client.send(
    new PutIntegrationCommand({
      ...method('POST'),
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri,
      timeoutInMillis: 300,
    }),
  )
  for (const responseType of ['DEFAULT_4XX', 'DEFAULT_5XX'] as const) {
    await client.send(new PutGatewayResponseCommand({ restApiId, responseType, responseParameters: anyOrigin }))
  }
  await preflight(client, method('OPTIONS'))
  const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId }))
  await client.send(new CreateStageCommand({ restApiId, deploymentId, stageName: 'prod' }))
  const url = `${aws.endpoint}/restapis/${restApiId}/prod/_user_request_`
  return { aws, client, restApiId: restApiId!, deploymentId, resourceId, method, invocations, url }
}

async function preflight(client: APIGatewayClient, options: object) {
  const header = 'method.response.header.Access-Control-Allow-Origin'
  const method = options as { restApiId: string; resourceId: string; httpMethod: string }
  await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
  await client.send(
    new PutMethodResponseCommand({ ...method, statusCode: '204', responseParameters: { [header]: true } }),
  )
  await client.send(
    new PutIntegrationCommand({
      ...method,
      type: 'MOCK',
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
    }),
  )
  await client.send(
    new PutIntegrationResponseCommand({ ...method, statusCode: '204', responseParameters: { [header]: "'*'" } }),
  )
}

const post = (url: string, body = '{}') => fetch(url, { method: 'POST', body })

t.test('a function behind a proxy integration gets the request and its answer comes back', async t => {
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

t.test('the API answers under its own host name too', async t => {
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

t.test('a payload that no template of the mock is for is refused, or passed on, as the integration says', async t => {
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
    if (answer.status === 415) t.same(await answer.json(), { message: 'Unsupported Media Type' })
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

t.test('failures have API Gateway’s status and message, and the gateway responses’ headers', async t => {
  const answers: Record<string, unknown> = {
    malformed: '"just text"',
    'no status': { body: 'x' },
    denied: new AwsError('AccessDeniedException', 'no permission', 403),
    'headers that are none': { statusCode: 200, multiValueHeaders: { 'X-A': 'not a list' } },
    'a header of two lines': { statusCode: 200, headers: { 'X-A': 'a\nb' } },
    'an interim status': { statusCode: 103 },
    mount: new AwsError('EFSMountConnectivityException', 'no mount', 408),
  }
  let name = ''
  const { url } = await deployedApi(t, async () => {
    if (name === 'broken') throw new TypeError('a defect of the emulator')
    if (name === 'slow') await new Promise(resolve => setTimeout(resolve, 600))
    return answers[name] ?? { statusCode: 200 }
  })
  const expected: [name: string, path: string, status: number, message: string][] = [
    ['malformed', '/predict', 502, 'Internal server error'],
    ['no status', '/predict', 502, 'Internal server error'],
    ['headers that are none', '/predict', 502, 'Internal server error'],
    ['a header of two lines', '/predict', 502, 'Internal server error'],
    ['an interim status', '/predict', 502, 'Internal server error'],
    ['broken', '/predict', 500, 'Internal server error'],
    ['denied', '/predict', 500, 'Internal server error'],
    ['mount', '/predict', 500, 'Internal server error'],
    ['slow', '/predict', 504, 'Endpoint request timed out'],
    ['unknown path', '/nothing', 403, 'Missing Authentication Token'],
  ]
  for (const [one, path, status, message] of expected) {
    name = one
    const response = await post(url + path)
    t.same([response.status, await response.json()], [status, { message }], one)
    t.equal(response.headers.get('access-control-allow-origin'), '*', one)
  }
  const noStage = await post(`${url.replace('/prod/', '/test/')}/predict`)
  t.same([noStage.status, await noStage.json()], [403, { message: 'Forbidden' }])
})

t.test('a body over 10 MiB is refused before the function', async t => {
  const { url, invocations } = await deployedApi(t, () => ({ statusCode: 200 }))
  const response = await post(`${url}/predict`, 'x'.repeat(10 * 1024 * 1024 + 1))
  t.same([response.status, await response.text()], [413, 'HTTP content length exceeded 10485760 bytes.'])
  t.equal(response.headers.get('access-control-allow-origin'), null, 'the edge knows no gateway responses')
  const chunks = async function* () {
    for (let sent = 0; sent < 11; sent += 1) yield Buffer.alloc(1024 * 1024)
  }
  const unannounced = await fetch(`${url}/predict`, { method: 'POST', body: chunks(), duplex: 'half' })
  t.equal(unannounced.status, 413)
  t.equal(invocations.length, 0)
})

t.test('calls over the stage’s rate are throttled', async t => {
  const { url, client, restApiId } = await deployedApi(t, () => ({ statusCode: 200 }))
  await client.send(
    new UpdateStageCommand({
      restApiId,
      stageName: 'prod',
      patchOperations: [
        { op: 'replace', path: '/*/*/throttling/rateLimit', value: '0.001' },
        { op: 'replace', path: '/*/*/throttling/burstLimit', value: '1' },
      ],
    }),
  )
  t.equal((await post(`${url}/predict`)).status, 200)
  const second = await post(`${url}/predict`)
  t.same([second.status, await second.json()], [429, { message: 'Too Many Requests' }])
})

t.test('a deployment is a snapshot: what is added later answers only after a new one', async t => {
  const { url, client, restApiId, resourceId, deploymentId } = await deployedApi(t, () => ({ statusCode: 200 }))
  const put = { restApiId, resourceId, httpMethod: 'PUT' }
  await client.send(new PutMethodCommand({ ...put, authorizationType: 'NONE' }))
  await t.rejects(client.send(new CreateDeploymentCommand({ restApiId })), {
    name: 'BadRequestException',
    message: 'No integration defined for method',
  })
  await client.send(new PutIntegrationCommand({ ...put, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }))
  const call = async () => (await fetch(`${url}/predict`, { method: 'PUT' })).status
  t.equal(await call(), 403)
  await t.rejects(client.send(new DeleteDeploymentCommand({ restApiId, deploymentId })), {
    name: 'BadRequestException',
    message: 'Active stages pointing to this deployment must be moved or deleted',
  })
  const { id } = await client.send(new CreateDeploymentCommand({ restApiId }))
  await client.send(
    new UpdateStageCommand({
      restApiId,
      stageName: 'prod',
      patchOperations: [{ op: 'replace', path: '/deploymentId', value: id }],
    }),
  )
  t.equal(await call(), 200)
})

t.test('what API Gateway refuses at build time is refused', async t => {
  const { client, restApiId, method, resourceId } = await deployedApi(t, () => ({}))
  const { id, rootResourceId } = await client.send(new CreateRestApiCommand({ name: 'empty' }))
  t.ok(rootResourceId)
  await t.rejects(client.send(new CreateDeploymentCommand({ restApiId: id })), {
    message: "The REST API doesn't contain any methods",
  })
  await t.rejects(client.send(new PutMethodCommand({ ...method('POST'), authorizationType: 'NONE' })), {
    name: 'ConflictException',
    $metadata: { httpStatusCode: 409 },
  })
  const undeclared = { 'method.response.header.X-Undeclared': "'1'" }
  await t.rejects(
    client.send(
      new PutIntegrationResponseCommand({ ...method('OPTIONS'), statusCode: '204', responseParameters: undeclared }),
    ),
    { name: 'BadRequestException', message: /Invalid mapping expression parameter specified: method.response.header/ },
  )
  await t.rejects(
    client.send(
      new UpdateStageCommand({
        restApiId,
        stageName: 'prod',
        patchOperations: [{ op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' }],
      }),
    ),
    { message: 'CloudWatch Logs role ARN must be set in account settings to enable logging' },
  )
  await t.rejects(client.send(new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart: 'a b' })), {
    name: 'BadRequestException',
  })
  const status = { ...method('OPTIONS'), statusCode: '204' }
  await t.rejects(client.send(new PutIntegrationResponseCommand({ ...status, selectionPattern: '(' })), {
    name: 'BadRequestException',
    message: /Invalid selection pattern/,
  })
  const allowed = 'method.response.header.Access-Control-Allow-Origin'
  const mapped = (value: string) =>
    new PutIntegrationResponseCommand({ ...status, responseParameters: { [allowed]: value } })
  for (const value of ['*', '"*"', "'a\nb'"]) {
    await t.rejects(client.send(mapped(value)), {
      name: 'BadRequestException',
      message: `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${value}]`,
    })
  }
  await t.rejects(client.send(mapped('integration.response.header.X')), { name: 'NotImplemented' })
  const gateway = { restApiId, responseType: 'DEFAULT_4XX' as const }
  await t.rejects(client.send(new PutGatewayResponseCommand({ ...gateway, statusCode: 'banana' })), {
    name: 'BadRequestException',
    message: /Value 'banana' at 'statusCode' failed to satisfy constraint/,
  })
  await t.rejects(
    client.send(
      new PutGatewayResponseCommand({ ...gateway, responseParameters: { 'gatewayresponse.header.A B': "'1'" } }),
    ),
    { message: /Invalid mapping expression parameter specified: gatewayresponse.header.A B/ },
  )
  await t.rejects(client.send(new PutMethodResponseCommand({ ...method('POST'), statusCode: '99' })), {
    name: 'BadRequestException',
  })
  await t.rejects(
    client.send(new PutIntegrationCommand({ ...method('OPTIONS'), type: 'MOCK', passthroughBehavior: 'ALWAYS' })),
    { name: 'BadRequestException' },
  )
})
