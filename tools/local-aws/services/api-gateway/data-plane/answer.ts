import type { Account } from '../../../account.ts'
import type { AwsRequest, AwsResponse } from '../../../protocols/exchange.ts'
import { readBody } from '../../../protocols/exchange.ts'
import { addressOf } from './address.ts'
import { bodyTooLong, maxBodyBytes } from './body-limit.ts'
import { type GatewayFailure, gatewayResponse } from './gateway-response.ts'
import { invokeFunction } from './lambda-proxy.ts'
import { mockResponse } from './mock.ts'
import { matchPath } from './path-match.ts'
import type { ApiRequest } from './request.ts'
import { admits } from './throttle.ts'

/** One call of a deployed API: stage, resource, method, throttle, integration. `undefined` if it is for no API. */
export async function answerRequest(account: Account, request: AwsRequest): Promise<AwsResponse | undefined> {
  const address = addressOf(request)
  if (!address) return undefined
  const api = account.apiGateway.apis.get(address.apiId)
  const stage = api?.stages.get(address.stageName)
  const snapshot = stage && api?.deployments.get(stage.deploymentId)?.snapshot
  if (!api || !stage || !snapshot) return gatewayResponse(undefined, 'NO_STAGE')
  const failed = (failure: GatewayFailure) => gatewayResponse(snapshot, failure)

  const match = matchPath(snapshot.resources, address.path)
  const method = match && (match.resource.methods[request.method] ?? match.resource.methods.ANY)
  if (!match || !method?.methodIntegration) return failed('MISSING_AUTHENTICATION_TOKEN')
  if (!admits(account, api, stage, match.resource.path, method.httpMethod!)) return failed('THROTTLED')
  const body = await bodyOf(request)
  if (!body) return bodyTooLong

  const apiRequest: ApiRequest = { api, stage, address, match, method, http: request, body }
  const outcome =
    method.methodIntegration.type === 'MOCK' ? mockResponse(apiRequest) : await invokeFunction(account, apiRequest)
  return typeof outcome === 'string' ? failed(outcome) : outcome
}

async function bodyOf(request: AwsRequest): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return undefined
  const body = await readBody(request)
  return body.length > maxBodyBytes ? undefined : body
}
