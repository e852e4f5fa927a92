import { randomUUID } from 'node:crypto'
import type { Integration, IntegrationResponse } from '@aws-sdk/client-api-gateway'
import type { AwsResponse } from '../../../protocols/exchange.ts'
import { matchesWhole } from '../../../timed-pattern.ts'
import { type GatewayFailure, literalHeaders } from './gateway-response.ts'
import type { ApiRequest } from './request.ts'

/**
 * Runs a mock integration: its request template gives a status, and the status selects the integration response.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mockResponse({ method, http, body: payload }: ApiRequest): AwsResponse | GatewayFailure {
  const integration = method.methodIntegration!
  const contentType = (http.headers['content-type'] ?? 'application/json').split(';')[0]!.trim()
  const template = integration.requestTemplates?.[contentType]
  if (template === undefined && !passesThrough(integration)) return 'UNSUPPORTED_MEDIA_TYPE'
  const statusCode = statusOf(template ?? Buffer.from(payload).toString())
  const responses = Object.values(integration.integrationResponses ?? {})
  const response = statusCode && selected(responses, statusCode)
  if (!response) return 'API_CONFIGURATION_ERROR'
  const body = response.responseTemplates?.['application/json']
  return {
    statusCode: Number(response.statusCode),
    headers: {
      'x-amzn-requestid': randomUUID(),
      ...(response.statusCode !== '204' && { 'content-type': 'application/json' }),
      ...literalHeaders(response.responseParameters, 'method.response.header.'),
    },
    ...(body && { body }),
  }
}

/**
 * Whether a payload without a template is passed to the integration unchanged. A mock can use it only if it looks like
 * the output of a template.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
function passesThrough({ passthroughBehavior, requestTemplates }: Integration): boolean {
  if (passthroughBehavior === 'NEVER') return false
  return passthroughBehavior !== 'WHEN_NO_TEMPLATES' || Object.keys(requestTemplates ?? {}).length === 0
}

function statusOf(template: string): string | undefined {
  const [, status] = /"?statusCode"?\s*:\s*(\d{3})/.exec(template) ?? []
  return status
}

/** Selects by the selection pattern, or the default, which is the response without a pattern. */
function selected(responses: readonly IntegrationResponse[], statusCode: string): IntegrationResponse | undefined {
  const patterned = responses.filter(response => response.selectionPattern)
  return (
    patterned.find(response => matchesWhole(response.selectionPattern!, statusCode)) ??
    responses.find(response => !response.selectionPattern)
  )
}
