import { request as httpRequest } from 'node:http'
import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { deployedApi, post, uri } from './api-fixture.ts'

let answer: unknown
const world = await deployedApi(t, () => answer)
const { client, restApiId, url, invocations } = world

async function answered(given: unknown) {
  answer = given
  const response = await post(`${url}/predict`)
  return { status: response.status, body: await response.text(), headers: response.headers }
}

t.test('an answer with an unknown member, or with one of another type, is a 502', async t => {
  for (const malformed of [
    { statusCode: 200, body: 'x', cookies: [] },
    { statusCode: 200, Body: 'x' },
    { statusCode: 200, body: { a: 1 } },
    { statusCode: 200, isBase64Encoded: {} },
    { statusCode: 200, headers: { a: { b: 1 } } },
    { statusCode: 200, headers: ['a'] },
    { statusCode: 200, multiValueHeaders: { a: [{}] } },
    { statusCode: 'two hundred' },
    { result: 1 },
    [],
    null,
    'text',
  ]) {
    t.equal((await answered(malformed)).status, 502, JSON.stringify(malformed))
  }
})

t.test('an answer without a status is a 200, and one without a body is empty', async t => {
  for (const [given, body] of [
    [{}, ''],
    [{ body: 'x' }, 'x'],
    [{ body: null, headers: null, multiValueHeaders: null }, ''],
    [{ statusCode: '201', body: 'x' }, 'x'],
  ] as const) {
    const { status, body: text } = await answered(given)
    t.equal(status, 'statusCode' in given ? 201 : 200)
    t.equal(text, body)
  }
})

t.test('a name in both headers and multiValueHeaders has all their values, each once', async t => {
  const { headers } = await answered({
    headers: { 'X-A': '1', 'x-b': '2', 'Content-Type': 'text/plain' },
    multiValueHeaders: { 'x-a': ['1', '3'], 'Set-Cookie': ['a=b', 'c=d'] },
  })
  t.equal(headers.get('x-a'), '1, 3')
  t.equal(headers.get('x-b'), '2')
  t.equal(headers.get('content-type'), 'text/plain')
  t.same(headers.getSetCookie(), ['a=b', 'c=d'], 'each cookie has its own header line')
})

t.test('base64 is decoded only for the API’s binary media types, if the client accepts one', async t => {
  const encoded = Buffer.from('bytes').toString('base64')
  t.equal((await answered({ body: encoded, isBase64Encoded: true })).body, encoded)
  const api = world.aws.account.apiGateway.apis.get(restApiId)!
  Object.assign(api.description, { binaryMediaTypes: ['image/*'] })
  t.teardown(() => void delete api.description.binaryMediaTypes)
  const got = async (accept: string) =>
    (await fetch(`${url}/predict`, { method: 'POST', headers: { accept }, body: '{}' })).text()
  t.equal(await got('image/png, text/html'), 'bytes')
  t.equal(await got('text/html, image/png'), encoded, 'only the first type counts')
})

t.test('a function gets the path unchanged, and the deployment’s name', async t => {
  const { id: parentId } = await client.send(
    new CreateResourceCommand({ restApiId, parentId: await root(), pathPart: 'users' }),
  )
  const { id: resourceId } = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart: '{proxy+}' }))
  const method = { restApiId, resourceId, httpMethod: 'GET' }
  await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
  const integration = { ...method, type: 'AWS_PROXY' as const, integrationHttpMethod: 'POST', uri }
  await client.send(new PutIntegrationCommand(integration))
  const { id: value } = await client.send(new CreateDeploymentCommand({ restApiId }))
  const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value }]
  await client.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }))
  answer = {}
  for (const [sent, proxy] of [
    ['/users/a%2Bb@x/c+d', 'a%2Bb@x/c+d'],
    ['/%75sers/a%2Fb%20c', 'a%2Fb%20c'],
    ['/users/%zz', '%zz'],
  ] as const) {
    await new Promise<void>((resolve, reject) => {
      const { port, pathname } = new URL(url)
      const call = httpRequest({ port, path: pathname + sent }, response => response.resume().on('end', resolve))
      call.on('error', reject).end()
    })
    const event = JSON.parse(Buffer.from(invocations.at(-1)!.payload).toString())
    t.match(event, { path: sent, pathParameters: { proxy }, requestContext: { path: `/prod${sent}` } })
    t.equal(event.requestContext.deploymentId, value)
  }
})

t.test('a path that requests could not distinguish from another one is refused', async t => {
  const parentId = await root()
  const make = (pathPart: string, parent = parentId) =>
    client.send(new CreateResourceCommand({ restApiId, parentId: parent, pathPart }))
  const { id } = await make('{id}')
  const message = 'A sibling ({id}) of this resource already has a variable path part -- only one is allowed'
  const refused = { name: 'BadRequestException', $metadata: { httpStatusCode: 400 } }
  for (const second of ['{other}', '{proxy+}']) await t.rejects(make(second), { ...refused, message }, second)
  await t.resolves(make('beside'))
  const { id: greedy } = await make('{rest+}', id)
  await t.rejects(make('child', greedy), {
    ...refused,
    message: 'Cannot create a child of a resource with a greedy path variable: {rest+}',
  })
  const types = ['REGIONAL', 'EDGE'] as const
  await t.rejects(
    client.send(new CreateRestApiCommand({ name: 'two', endpointConfiguration: { types: [...types] } })),
    refused,
  )
})

async function root(): Promise<string> {
  return world.aws.account.apiGateway.apis.get(restApiId)!.rootResourceId
}
