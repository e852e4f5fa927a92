import {
  CreateDeploymentCommand,
  DeleteDeploymentCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { deployedApi, uri } from './api-fixture.ts'

t.test('a deployment is a snapshot: later additions answer only after a new deployment', async t => {
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
