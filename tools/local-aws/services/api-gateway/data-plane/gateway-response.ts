import { randomUUID } from 'node:crypto'
import type { AwsResponse } from '../../../protocols/exchange.ts'
import type { Snapshot } from '../rest-api.ts'

/**
 * API Gateway's own answers, with their default status and message.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const failures = {
  // The domain has no such stage: the edge answers, and no gateway response of the API applies.
  NO_STAGE: [403, 'Forbidden'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  ACCESS_DENIED: [403, 'Access Denied'],
  EXPIRED_TOKEN: [403, 'The security token included in the request is expired'],
  INVALID_SIGNATURE: [403, 'Invalid signature'],
  THROTTLED: [429, 'Too Many Requests'],
  // The event is over Lambda's 6 MB: seen at github.com/koki-develop/lgtm-generator/issues/10.
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported Media Type'],
  // "If the Lambda API rejects the invocation request, API Gateway returns a 500 error code."
  // https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html
  API_CONFIGURATION_ERROR: [500, 'Internal server error'],
  // The function failed, or its answer does not have the form that a proxy integration needs.
  INTEGRATION_FAILURE: [502, 'Internal server error'],
  // AWS does not have this one: the local AWS has too many bodies in memory.
  SERVICE_UNAVAILABLE: [503, 'Service Unavailable'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
} as const

export type GatewayFailure = keyof typeof failures

/** A failure with a message of its own. */
export class Refusal extends Error {
  readonly failure: GatewayFailure
  readonly errorType: string
  /** The body, if no gateway response of the API has one. */
  readonly defaultTemplate: string | undefined

  constructor(failure: GatewayFailure, errorType: string, message: string, defaultTemplate?: string) {
    super(message)
    this.failure = failure
    this.errorType = errorType
    this.defaultTemplate = defaultTemplate
  }
}

/** The status, body and headers of a failure, from the gateway responses of the deployed API. */
export function gatewayResponse(snapshot: Snapshot | undefined, failed: GatewayFailure | Refusal): AwsResponse {
  const refusal = failed instanceof Refusal ? failed : undefined
  const failure = failed instanceof Refusal ? failed.failure : failed
  const [defaultStatus, defaultMessage] = failures[failure]
  const message = refusal?.message ?? defaultMessage
  const defaults = snapshot?.gatewayResponses[defaultStatus < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX']
  const custom = failure === 'NO_STAGE' ? undefined : (snapshot?.gatewayResponses[failure] ?? defaults)
  const template =
    custom?.responseTemplates?.['application/json'] ??
    refusal?.defaultTemplate ??
    '{"message":$context.error.messageString}'
  return {
    statusCode: Number(custom?.statusCode ?? defaultStatus),
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': randomUUID(),
      'x-amzn-errortype': refusal?.errorType ?? errorType(failure),
      ...literalHeaders(custom?.responseParameters, 'gatewayresponse.header.'),
    },
    body: template
      .replaceAll('$context.error.messageString', () => JSON.stringify(message))
      .replaceAll('$context.error.message', () => message)
      .replaceAll('$context.error.responseType', failure),
  }
}

/**
 * `"gatewayresponse.header.X": "'value'"` → `x: value`. Only literals are built; PutGatewayResponse refuses the rest.
 */
export function literalHeaders(parameters: Record<string, string> | undefined, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length).toLowerCase(), value.replace(/^'|'$/g, '')]),
  )
}

function errorType(failure: GatewayFailure): string {
  if (failure === 'MISSING_AUTHENTICATION_TOKEN') return 'MissingAuthenticationTokenException'
  if (failure === 'NO_STAGE') return 'ForbiddenException'
  if (failure === 'UNSUPPORTED_MEDIA_TYPE') return 'UnsupportedMediaTypeException'
  if (failure === 'REQUEST_TOO_LARGE') return 'BadRequestException'
  return failure === 'THROTTLED' ? 'TooManyRequestsException' : 'InternalServerErrorException'
}
