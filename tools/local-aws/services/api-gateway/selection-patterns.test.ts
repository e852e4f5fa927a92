import {
  CreateDeploymentCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { deployedApi } from './api-fixture.ts'

// Before a 4 each of the groups is empty in two ways, so there are two to the power of 30 ways to fail at 418.
const slow = `${'((?=4)|(?=\\d))'.repeat(30)}...(?<!8)`

t.test('a selection pattern chooses the response of a mock, and a slow one cannot block the local AWS', async t => {
  const { aws, client, method, restApiId, url } = await deployedApi(t, () => ({}))
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

  await t.rejects(respond('418', '\\p{Alpha}+'), { name: 'NotImplemented', message: /Java alone/ })
  const said: string[] = []
  t.capture(aws.account.settings, 'diagnose', (line: string) => said.push(line))
  await respond('418', slow)
  t.equal(await called(), 500)
  t.match(said, [/^API \w+ failed: The pattern .* takes more than 250 ms for one value\.$/])
})
