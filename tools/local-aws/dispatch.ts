import { AwsError } from './aws-error.ts'
import { checkConstraints } from './constraints.ts'
import { checkHonouredMembers } from './honoured-members.ts'
import { authenticate, credentialScope, unsigned } from './iam/authenticate.ts'
import { authorize } from './iam/authorize.ts'
import { checkRegion } from './region.ts'
import { checkReachable } from './network/service-reachability.ts'
import type { Call, Service } from './operation.ts'
import type { AwsRequest, AwsResponse } from './protocols/exchange.ts'
import { MalformedRequest } from './protocols/malformed-request.ts'
import type { Route } from './protocols/protocol.ts'
import { checkRequiredMembers } from './required-members.ts'
import { services } from './services.ts'
import type { WholeAccount } from './whole-account.ts'

/**
 * One call from request to response: which service, which operation, who calls, may they reach and use it, then the
 * operation. Every `AwsError` on the way is answered in the service's own protocol.
 */
export async function dispatch(account: WholeAccount, request: AwsRequest, requestId: string): Promise<AwsResponse> {
  const scope = credentialScope(request)
  const service = services.get(scope?.signingName ?? unsignedService(request))
  if (!service) {
    return unknownService(scope!.signingName)
  }
  try {
    if (scope) checkRegion(service, scope, account.region)
    const signed = scope && authenticate(account, scope, service.unknownKey)
    if (!signed && !service.unsignedOperations) throw unsigned(request)
    const { request: rewritten, labels } = service.rewrite?.(request) ?? { request, labels: {} }
    const route = await routeOf(service, rewritten, labels)
    const { operationName } = route
    if (!signed && !service.unsignedOperations!.includes(operationName)) throw missingToken()
    const caller = signed ?? account.iam.anonymous
    const operation = service.operations[operationName]
    if (!operation) throw notBuilt(service, operationName)
    const input = { ...(await service.protocol.decode(service.model, route, rewritten)) }
    checkRequiredMembers(service, operationName, input)
    checkConstraints(service, operationName, input)
    checkHonouredMembers(service, operationName, input)
    const call: Call<WholeAccount> = { account, caller, requestId, operationName, http: rewritten }
    await checkReachable(call, service, () => operation.permissions(input, call))
    for (const permission of operation.permissions(input, call)) authorize(caller, permission, service.deniedCode)
    service.beforeRun?.(input)
    const output = (await operation.run(input, call)) ?? {}
    return service.protocol.encode(service.model, operationName, output, requestId)
  } catch (error) {
    return service.protocol.encodeError(service.model, asAwsError(account, service, error), requestId)
  }
}

/** The service of a request without signature: a form posted to `/` is for STS, the rest gets the words of S3. */
function unsignedService({ method, path, headers }: AwsRequest): string {
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return method === 'POST' && path === '/' && form ? 'sts' : 's3'
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
function missingToken(): AwsError {
  return new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
}

async function routeOf(service: Service, request: AwsRequest, labels: Record<string, string>): Promise<Route> {
  const route = await service.protocol.route(service.model, request)
  if (!route || !service.model.operation(route.operationName)) {
    const asked = route?.operationName ?? `${request.method} ${request.path}`
    throw new AwsError('InvalidAction', `The action ${asked} is not valid for ${service.signingName}.`, 400)
  }
  return { ...route, labels: { ...labels, ...route.labels } }
}

/** Loud and by name: an emulator that quietly does nothing would let a broken template pass. */
function notBuilt(service: Service, operationName: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `The local AWS does not have ${service.signingName}:${operationName}. See tools/local-aws/README.md for what it has.`,
    501,
  )
}

function unknownService(signingName: string): AwsResponse {
  const message = `The local AWS has no service ${signingName}. It has: ${[...services.keys()].join(', ')}.`
  return {
    statusCode: 501,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'NotImplemented' },
    body: JSON.stringify({ __type: 'NotImplemented', message }),
  }
}

function asAwsError(account: WholeAccount, { protocol, internalError }: Service, error: unknown): AwsError {
  if (error instanceof AwsError) return error
  if (error instanceof MalformedRequest) return protocol.malformed(error)
  account.settings.diagnose(`internal error: ${error instanceof Error ? error.stack : String(error)}`)
  const { code, message } = internalError ?? internalFailure
  return new AwsError(code, message, 500)
}

const internalFailure = {
  code: 'InternalFailure',
  message: 'The request processing has failed because of an unknown error.',
}
