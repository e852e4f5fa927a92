import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import type { Test } from 'tap'
import { AwsError } from '../../aws-error.ts'
import { startLocalAws } from '../../server.ts'
import type { InvocationRequest } from '../lambda/invocation.ts'

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:predict'
export const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`
const anyOrigin = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" }

/** An API with POST /predict on a function with the test's answer, and OPTIONS on a mock. */
export async function deployedApi(
  t: Pick<Test, 'teardown'>,
  answer: (request: InvocationRequest) => unknown,
  authorizationType: 'NONE' | 'AWS_IAM' = 'NONE',
) {
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
  await client.send(new PutMethodCommand({ ...method('POST'), authorizationType }))
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
  await addPreflight(client, method('OPTIONS'))
  const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId }))
  await client.send(new CreateStageCommand({ restApiId, deploymentId, stageName: 'prod' }))
  const url = `${aws.endpoint}/restapis/${restApiId}/prod/_user_request_`
  return { aws, client, restApiId: restApiId!, deploymentId, resourceId, method, invocations, url }
}

async function addPreflight(client: APIGatewayClient, options: object) {
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

export const post = (url: string, body = '{}') => fetch(url, { method: 'POST', body })
