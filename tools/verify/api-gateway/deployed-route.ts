import {
  GetIntegrationCommand,
  GetMethodCommand,
  GetStageCommand,
  type Integration,
  paginateGetResources,
} from '@aws-sdk/client-api-gateway'
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import type { Verification } from '../verification.ts'

export interface Route {
  readonly path: '/ingest' | '/predict'
  /** The function that should receive the request. */
  readonly functionName: string
  readonly functionArn: string
}

export async function routes(verification: Verification): Promise<readonly Route[]> {
  return [await ingest(verification), await predict(verification)]
}

export const ingest = (verification: Verification) =>
  route(verification, '/ingest', verification.system.producer.functionName)
export const predict = (verification: Verification) =>
  route(verification, '/predict', verification.system.consumer.functionName)

async function route({ clients }: Verification, path: Route['path'], functionName: string): Promise<Route> {
  const { FunctionArn } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }))
  return { path, functionName, functionArn: FunctionArn! }
}

export interface PostMethod {
  readonly authorizationType: string | undefined
  readonly apiKeyRequired: boolean
  readonly integration: Integration
  readonly deploymentId: string | undefined
}

/** The POST method of a path in the API, and the deployment that the stage serves. `undefined`: no such path. */
export async function postMethod({ clients, system }: Verification, path: string): Promise<PostMethod | undefined> {
  const client = clients.apiGateway
  const restApiId = system.outputs.ApiId!
  const { deploymentId } = await client.send(new GetStageCommand({ restApiId, stageName: system.outputs.StageName! }))
  for await (const page of paginateGetResources({ client }, { restApiId })) {
    const resourceId = page.items?.find(resource => resource.path === path)?.id
    if (!resourceId) continue
    const of = { restApiId, resourceId, httpMethod: 'POST' }
    const method = await client.send(new GetMethodCommand(of))
    const integration = await client.send(new GetIntegrationCommand(of))
    const { authorizationType, apiKeyRequired = false } = method
    return { authorizationType, apiKeyRequired, integration, deploymentId }
  }
  return undefined
}
