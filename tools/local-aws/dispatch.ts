import { AwsError } from './aws-error.ts'
import { checkConstraints } from './constraints.ts'
import { checkHonouredMembers } from './honoured-members.ts'
import { authenticate, type CredentialScope, credentialScope, unsigned } from './iam/authenticate.ts'
import { authorize } from './iam/authorize.ts'
import type { Identity } from './iam/identity.ts'
import { checkRegion } from './region.ts'
import { checkReachable } from './network/service-reachability.ts'
import type { Call, Service } from './operation.ts'
import { type AwsRequest, type AwsResponse, isCutShort } from './protocols/exchange.ts'
import { MalformedRequest } from './protocols/malformed-request.ts'
import type { Route } from './protocols/protocol.ts'
import { checkRequiredMembers } from './required-members.ts'
import { services } from './services.ts'
import { checkTags } from './tag-faults.ts'
import type { WholeAccount } from './whole-account.ts'

/**
 * Handles one call from request to response, as a list of steps: each accepts the call or throws. Every `AwsError` is
 * answered in the service's own protocol.
 */
export async function dispatch(account: WholeAccount, request: AwsRequest, requestId: string): Promise<AwsResponse> {
  const scope = credentialScope(request)
  const service = services.get(scope?.signingName ?? unsignedService(request))
  if (!service) return unknownService(scope!.signingName)
  try {
    if (scope) checkRegion(service, scope, account.region)
    service.checkSignature?.(account, request)
    const caller = callerOf(account, service, request, scope)
    const { request: http, labels } = service.rewrite?.(request) ?? { request, labels: {} }
    const route = await routeOf(service, http, labels)
    const { operationName } = route
    if (!scope) checkNeedsNoSignature(service, operationName)
    const operation = operationOf(service, operationName)
    const input = { ...(await service.protocol.decode(service.model, route, http)) }
    checkRequiredMembers(service, operationName, input)
    checkConstraints(service, operationName, input)
    checkTags(service.tagRefusals, input, http)
    checkHonouredMembers(service, operationName, input)
    const call: Call<WholeAccount> = { account, caller, requestId, operationName, http }
    await checkReachable(call, service, () => operation.permissions(input, call))
    for (const permission of operation.permissions(input, call)) authorize(caller, permission, service.deniedCode)
    service.beforeRun?.(input)
    const output = (await operation.run(input, call)) ?? {}
    return service.protocol.encode(service.model, operationName, output, requestId)
  } catch (error) {
    if (isCutShort(request, error)) throw error
    return service.protocol.encodeError(service.model, asAwsError(account, service, error), requestId)
  }
}

/** The service of a request without signature: a form posted to `/` is for STS, everything else is answered by S3. */
function unsignedService({ method, path, headers }: AwsRequest): string {
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return method === 'POST' && path === '/' && form ? 'sts' : 's3'
}

/**
 * The owner of the key that signed the request. An unsigned request is anonymous, if the service has operations that
 * need no signature.
 */
function callerOf(
  account: WholeAccount,
  service: Service,
  request: AwsRequest,
  scope: CredentialScope | undefined,
): Identity {
  if (scope) return authenticate(account, scope, service.unknownKey)
  if (!service.unsignedOperations) throw unsigned(request)
  return account.iam.anonymous
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
function checkNeedsNoSignature(service: Service, operationName: string): void {
  if (service.unsignedOperations?.includes(operationName)) return
  throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
}

async function routeOf(service: Service, request: AwsRequest, labels: Record<string, string>): Promise<Route> {
  const route = await service.protocol.route(service.model, request)
  if (!route || !service.model.operation(route.operationName)) {
    const asked = route?.operationName ?? `${request.method} ${request.path}`
    throw new AwsError('InvalidAction', `The action ${asked} is not valid for ${service.signingName}.`, 400)
  }
  return { ...route, labels: { ...labels, ...route.labels } }
}

/** Refuses an unknown operation by its name. If the emulator silently did nothing, a broken template could pass. */
function operationOf(service: Service, operationName: string): Service['operations'][string] {
  const operation = service.operations[operationName]
  if (operation) return operation
  throw new AwsError(
    'NotImplemented',
    `The local AWS does not have ${service.signingName}:${operationName}. See tools/local-aws/README.md.`,
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
  account.settings.diagnose(`internal error: ${described(error)}`)
  const { code, message } = internalError ?? internalFailure
  return new AwsError(code, message, 500)
}

/** The error and its first callers. A stack may also have a line of the source, which is the whole bundle. */
function described(error: unknown): string {
  const { stack = '' } = error instanceof Error ? error : {}
  const callers = stack.split('\n').filter(line => /^ {4}at /.test(line))
  return [String(error).slice(0, 500), ...callers.slice(0, 8)].join('\n')
}

const internalFailure = {
  code: 'InternalFailure',
  message: 'The request processing has failed because of an unknown error.',
}
