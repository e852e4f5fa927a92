import type { Account } from './account.ts'
import { AwsError } from './aws-error.ts'
import { authenticate, credentialScope, unsigned } from './iam/authenticate.ts'
import { authorize } from './iam/authorize.ts'
import { checkReachable } from './network/service-reachability.ts'
import type { Call, Service } from './operation.ts'
import type { AwsRequest, AwsResponse } from './protocols/exchange.ts'
import type { Route } from './protocols/protocol.ts'
import { checkRequiredMembers } from './required-members.ts'
import { services } from './services.ts'

/**
 * One call from request to response: which service, which operation, who calls, may they reach and use it, then the
 * operation. Every `AwsError` on the way is answered in the service's own protocol.
 */
export async function dispatch(account: Account, request: AwsRequest, requestId: string): Promise<AwsResponse> {
  const scope = credentialScope(request)
  const service = services.get(scope?.signingName ?? 's3')
  if (!service) {
    return unknownService(scope!.signingName)
  }
  try {
    if (!scope) throw unsigned(request)
    const caller = authenticate(account, scope)
    const { request: rewritten, labels } = service.rewrite?.(request) ?? { request, labels: {} }
    const route = await routeOf(service, rewritten, labels)
    const operation = service.operations[route.operationName]
    if (!operation) throw notBuilt(service, route.operationName)
    const input = { ...(await service.protocol.decode(service.model, route, rewritten)) }
    checkRequiredMembers(service, route.operationName, input)
    const call: Call = { account, caller, requestId, operationName: route.operationName, http: rewritten }
    await checkReachable(call, service, () => operation.permissions(input, call))
    for (const permission of operation.permissions(input, call)) authorize(caller, permission, deniedCode(service))
    const output = (await operation.run(input, call)) ?? {}
    return service.protocol.encode(service.model, route.operationName, output, requestId)
  } catch (error) {
    return service.protocol.encodeError(service.model, asAwsError(account, error), requestId)
  }
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

/** Services differ in what they call a refusal by IAM. */
function deniedCode(service: Service): string {
  if (service.signingName === 'ec2') return 'UnauthorizedOperation'
  return ['s3', 'iam', 'sts', 'cloudformation'].includes(service.signingName) ? 'AccessDenied' : 'AccessDeniedException'
}

function asAwsError(account: Account, error: unknown): AwsError {
  if (error instanceof AwsError) return error
  account.settings.diagnose(`internal error: ${error instanceof Error ? error.stack : String(error)}`)
  return new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500)
}
