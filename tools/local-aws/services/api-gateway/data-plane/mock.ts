import { randomUUID } from 'node:crypto'
import type { IntegrationResponse } from '@aws-sdk/client-api-gateway'
import type { AwsResponse } from '../../../protocols/exchange.ts'
import { type GatewayFailure, literalHeaders } from './gateway-response.ts'
import type { ApiRequest } from './request.ts'

/**
 * A mock integration: its request template names a status, the status selects the integration response.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mockResponse({ method, http }: ApiRequest): AwsResponse | GatewayFailure {
  const integration = method.methodIntegration!
  const contentType = (http.headers['content-type'] ?? 'application/json').split(';')[0]!.trim()
  const template = integration.requestTemplates?.[contentType] ?? integration.requestTemplates?.['application/json']
  const statusCode = statusOf(template)
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

function statusOf(template: string | undefined): string | undefined {
  const [, status] = /"?statusCode"?\s*:\s*(\d{3})/.exec(template ?? '') ?? []
  return status
}

/** By selection pattern, or the one without a pattern, which is the default. */
function selected(responses: readonly IntegrationResponse[], statusCode: string): IntegrationResponse | undefined {
  const patterned = responses.filter(response => response.selectionPattern)
  return (
    patterned.find(response => new RegExp(`^(?:${response.selectionPattern})$`).test(statusCode)) ??
    responses.find(response => !response.selectionPattern)
  )
}
