import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { AwsResponse } from '../../../protocols/exchange.ts'
import type { InvocationResult } from '../../lambda/invocation.ts'
import type { Account } from '../operation.ts'
import type { GatewayFailure } from './gateway-response.ts'

interface ProxyAnswer {
  statusCode?: unknown
  headers?: unknown
  multiValueHeaders?: unknown
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
  const own = headersOf(answer?.headers, answer?.multiValueHeaders)
  const wellFormed =
    answer !== undefined &&
    own !== undefined &&
    Number.isInteger(statusCode) &&
    // An interim status (1xx) would leave the client waiting for the answer proper.
    statusCode >= 200 &&
    statusCode < 600 &&
    (answer.body === undefined || answer.body === null || typeof answer.body === 'string')
  if (!wellFormed) {
    account.settings.diagnose(`malformed Lambda proxy response: ${text.slice(0, 500)}`)
    return 'INTEGRATION_FAILURE'
  }
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...own }
  const body = (answer.body as string | null | undefined) ?? ''
  return { statusCode, headers, body: answer.isBase64Encoded ? Buffer.from(body, 'base64') : body }
}

/** `undefined` when they are not what HTTP can carry: a list that is none, a line break in a value. */
function headersOf(single: unknown, multiple: unknown): Record<string, string> | undefined {
  if (![single, multiple].every(one => one === undefined || one === null || isRecord(one))) return undefined
  const lists = Object.values(multiple ?? {})
  if (!lists.every(Array.isArray)) return undefined
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(single ?? {})) headers[name.toLowerCase()] = String(value)
  for (const [name, values] of Object.entries((multiple ?? {}) as Record<string, unknown[]>))
    headers[name.toLowerCase()] = values.join(', ')
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    }
    return headers
  } catch {
    // Node's own check of what it is able to send: its exception says no more than that it is not.
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): ProxyAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return isRecord(answer) ? answer : undefined
  } catch {
    // Not JSON at all: malformed, like any other answer of the wrong form.
    return undefined
  }
}
