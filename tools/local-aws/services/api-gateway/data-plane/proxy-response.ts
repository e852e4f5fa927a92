import type { Account } from '../../../account.ts'
import type { AwsResponse } from '../../../protocols/exchange.ts'
import type { InvocationResult } from '../../lambda/invocation.ts'
import type { GatewayFailure } from './gateway-response.ts'

interface ProxyAnswer {
  statusCode?: unknown
  headers?: Record<string, string | number | boolean>
  multiValueHeaders?: Record<string, (string | number | boolean)[]>
  body?: unknown
  isBase64Encoded?: boolean
}

/**
 * What the function answered, as an HTTP response. A function error and an answer of another form are 502 both.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function proxyResponse(
  account: Account,
  result: InvocationResult,
  requestId: string,
): AwsResponse | GatewayFailure {
  const text = Buffer.from(result.payload ?? []).toString('utf8')
  if (result.functionError) {
    account.settings.diagnose(`the function ended with an error (${result.functionError}): ${text}`)
    return 'INTEGRATION_FAILURE'
  }
  const answer = parsed(text)
  const statusCode = Number(answer?.statusCode)
  const wellFormed =
    answer !== undefined &&
    Number.isInteger(statusCode) &&
    statusCode >= 100 &&
    statusCode < 600 &&
    (answer.body === undefined || answer.body === null || typeof answer.body === 'string')
  if (!wellFormed) {
    account.settings.diagnose(`malformed Lambda proxy response: ${text.slice(0, 500)}`)
    return 'INTEGRATION_FAILURE'
  }
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-amzn-requestid': requestId }
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers[name.toLowerCase()] = String(value)
  for (const [name, values] of Object.entries(answer.multiValueHeaders ?? {}))
    headers[name.toLowerCase()] = values.join(', ')
  const body = (answer.body as string | null | undefined) ?? ''
  return { statusCode, headers, body: answer.isBase64Encoded ? Buffer.from(body, 'base64') : body }
}

function parsed(text: string): ProxyAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? answer : undefined
  } catch {
    // Not JSON at all: malformed, like any other answer of the wrong form.
    return undefined
  }
}
