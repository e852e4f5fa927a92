import {
  CreateDeploymentCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { deployedApi } from './api-fixture.ts'

t.test('a selection pattern chooses the response of a mock, and one that cannot be evaluated is refused', async t => {
  const { client, method, restApiId, url } = await deployedApi(t, () => ({}))
  const options = method('OPTIONS')
  const integrate = (statusCode: number) =>
    client.send(
      new PutIntegrationCommand({
        ...options,
        type: 'MOCK',
        requestTemplates: { 'application/json': `{"statusCode": ${statusCode}}` },
      }),
    )
  const respond = async (statusCode: string, selectionPattern?: string) =>
    client.send(new PutIntegrationResponseCommand({ ...options, statusCode, selectionPattern }))
  const called = async () => {
    const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId }))
    const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value: deploymentId }]
    await client.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }))
    return (await fetch(`${url}/predict`, { method: 'OPTIONS' })).status
  }
  for (const statusCode of ['200', '418']) await client.send(new PutMethodResponseCommand({ ...options, statusCode }))
  await integrate(418)
  await respond('204')
  await respond('200', '2\\d\\d')
  t.equal(await called(), 204, 'the pattern does not match')
  await respond('418', '4\\d\\d')
  t.equal(await called(), 418, 'the pattern matches')

  await respond('418', `${'(|)'.repeat(30)}a`)
  t.equal(await called(), 204, 'a pattern that would block V8 for minutes is interrupted')
  await t.rejects(respond('418', '\\p{Alpha}+'), {
    name: 'NotImplemented',
    message: /of Java\. .* has syntax that RE2 does not have\.$/,
  })
})
