import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetRestApiCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { deployedApi } from './api-fixture.ts'

t.test('invalid parts of an API are refused when it is built', async t => {
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
    name: 'ValidationException',
    message: /Value 'banana' at 'putGatewayResponseInput.statusCode' failed to satisfy constraint/,
  })
  await t.rejects(
    client.send(
      new PutGatewayResponseCommand({ ...gateway, responseParameters: { 'gatewayresponse.header.A B': "'1'" } }),
    ),
    { message: /Invalid mapping expression parameter specified: gatewayresponse.header.A B/ },
  )
  await t.rejects(client.send(new PutMethodResponseCommand({ ...method('POST'), statusCode: '99' })), {
    name: 'ValidationException',
  })
  const model = { ...method('POST'), statusCode: '200', responseModels: { 'application/json': 'Pet' } }
  await t.rejects(client.send(new PutMethodResponseCommand(model)), {
    message: 'Invalid model identifier specified: Pet',
  })
  await t.rejects(
    client.send(new PutIntegrationCommand({ ...method('OPTIONS'), type: 'MOCK', passthroughBehavior: 'ALWAYS' })),
    { name: 'BadRequestException' },
  )
})

t.test('an unknown patch path of an API or a stage is refused, and changes nothing', async t => {
  const { client, restApiId } = await deployedApi(t, () => ({}))
  const api = (op: 'replace' | 'remove', path: string, value?: string) =>
    client.send(new UpdateRestApiCommand({ restApiId, patchOperations: [{ op, path, value }] }))
  t.match(await api('replace', '/description', 'what it is for'), { description: 'what it is for' })
  for (const path of ['/description', '/name', '/colour']) {
    const message = `Invalid patch path ${path}`
    await t.rejects(api('remove', path), { name: 'BadRequestException', message })
  }
  t.match(await client.send(new GetRestApiCommand({ restApiId })), { name: 'api', description: 'what it is for' })

  const stage = (path: string) =>
    client.send(
      new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations: [{ op: 'replace', path, value: 'x' }] }),
    )
  await t.rejects(stage('/colour'), {
    name: 'BadRequestException',
    message: /^Invalid method setting path: \/colour. Must be/,
  })
  for (const setting of ['metrics/enabled', 'logging/loglevel', 'throttling/rateLimit', 'throttling/burstLimit']) {
    const path = `/*/*/${setting}`
    await t.rejects(stage(path), { name: 'BadRequestException', message: `Invalid patch value x for path ${path}` })
  }
  await t.rejects(stage('/tracingEnabled'), { message: /Invalid patch value x/ })
  await t.rejects(stage('/accessLogSettings/destinationArn'), { message: /CloudWatch Logs role ARN must be set/ })
})
