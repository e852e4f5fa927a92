import { AwsError } from '../../../aws-error.ts'
import { type AwsRequest, type AwsResponse, isCutShort, readBody } from '../../../protocols/exchange.ts'
import { MalformedRequest } from '../../../protocols/malformed-request.ts'
import { PatternFault } from '../../../timed-pattern.ts'
import type { Account } from '../operation.ts'
import type { RestApi, Snapshot, Stage } from '../rest-api.ts'
import { type ApiAddress, addressOf } from './address.ts'
import { bodyTooLong, maxBodyBytes } from './body-limit.ts'
import { type GatewayFailure, gatewayResponse, Refusal } from './gateway-response.ts'
import { iamCaller, isSigned } from './iam-authorization.ts'
import { invokeFunction } from './lambda-proxy.ts'
import { mockResponse } from './mock.ts'
import { matchPath } from './path-match.ts'
import type { ApiRequest } from './request.ts'
import { admits } from './throttle.ts'

/**
 * Answers one call of a deployed API: stage, resource, method, caller, throttle, integration. `undefined` if it is for no API.
 */
export async function answerRequest(account: Account, request: AwsRequest): Promise<AwsResponse | undefined> {
  const address = addressOf(request)
  if (!address) return undefined
  const api = account.apiGateway.apis.get(address.apiId)
  const stage = api?.stages.get(address.stageName)
  const snapshot = stage && api?.deployments.get(stage.deploymentId)?.snapshot
  if (!api || !stage || !snapshot) return gatewayResponse(undefined, 'NO_STAGE')
  const failed = (failure: GatewayFailure) => gatewayResponse(snapshot, failure)
  try {
    const outcome = await outcomeOf(account, request, address, { api, stage, snapshot })
    return typeof outcome === 'string' ? failed(outcome) : outcome
  } catch (error) {
    if (isCutShort(request, error)) throw error
    if (error instanceof Refusal) return gatewayResponse(snapshot, error)
    const reason = error instanceof PatternFault ? error.message : error instanceof Error ? error.stack : String(error)
    account.settings.diagnose(`API ${api.id} failed: ${reason}`)
    return failed('API_CONFIGURATION_ERROR')
  }
}

interface DeployedApi {
  readonly api: RestApi
  readonly stage: Stage
  readonly snapshot: Snapshot
}

async function outcomeOf(
  account: Account,
  request: AwsRequest,
  address: ApiAddress,
  { api, stage, snapshot }: DeployedApi,
): Promise<AwsResponse | GatewayFailure> {
  const match = matchPath(snapshot.resources, address.path)
  const method = match && (match.resource.methods[request.method] ?? match.resource.methods.ANY)
  if (!match || !method?.methodIntegration) return 'MISSING_AUTHENTICATION_TOKEN'
  const asksForSignature = method.authorizationType === 'AWS_IAM'
  if (asksForSignature && !isSigned(request)) return 'MISSING_AUTHENTICATION_TOKEN'
  const body = await bodyOf(request)
  if (!(body instanceof Uint8Array)) return body
  const caller = asksForSignature ? await iamCaller(account, { ...request, sent: body }, address) : undefined
  // Unknown of AWS: whether a refused call counts for the throttle. Here it does not.
  if (!admits(account, api, stage, match.resource.path, method.httpMethod!)) return 'THROTTLED'
  const apiRequest: ApiRequest = { api, stage, address, match, method, http: request, body, ...(caller && { caller }) }
  return method.methodIntegration.type === 'MOCK' ? mockResponse(apiRequest) : invokeFunction(account, apiRequest)
}

/** Returns the body, or the answer if the body is refused. */
async function bodyOf(request: AwsRequest): Promise<Uint8Array | AwsResponse | GatewayFailure> {
  try {
    return await readBody(request, maxBodyBytes)
  } catch (error) {
    if (error instanceof MalformedRequest && error.part === 'size') return bodyTooLong
    if (error instanceof AwsError && error.statusCode === 503) return 'SERVICE_UNAVAILABLE'
    throw error
  }
}
