import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { AwsResponse } from '../../../protocols/exchange.ts'
import type { InvocationResult } from '../../lambda/invocation.ts'
import type { Account } from '../operation.ts'
import type { GatewayFailure } from './gateway-response.ts'
import { wantsBinary } from './media-types.ts'
import type { ApiRequest } from './request.ts'

/**
 * The allowed members of an answer; with any other member it is malformed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
interface ProxyAnswer {
  statusCode?: unknown
  headers?: unknown
  multiValueHeaders?: unknown
  body?: unknown
  isBase64Encoded?: unknown
}

const members = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']

/** Converts the function's answer to an HTTP response. A function error and an answer of another form are both 502. */
export function proxyResponse(
  account: Account,
  request: ApiRequest,
  result: InvocationResult,
  requestId: string,
): AwsResponse | GatewayFailure {
  const text = Buffer.from(result.payload ?? []).toString('utf8')
  if (result.functionError) {
    account.settings.diagnose(`the function ended with an error (${result.functionError}): ${text}`)
    return 'INTEGRATION_FAILURE'
  }
  const answer = parsed(text)
  const own = answer && headersOf(answer.headers ?? {}, answer.multiValueHeaders ?? {})
  // An answer without a status is a 200.
  const statusCode = Number(answer?.statusCode ?? 200)
  if (!answer || !own || !isStatus(statusCode) || !isText(answer.body) || !isFlag(answer.isBase64Encoded)) {
    account.settings.diagnose(`malformed Lambda proxy response: ${text.slice(0, 500)}`)
    return 'INTEGRATION_FAILURE'
  }
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...own }
  const body = answer.body ?? ''
  // The text is sent unchanged unless the API has binary media types and the client accepts one.
  const decodes = answer.isBase64Encoded === true && wantsBinary(request)
  return { statusCode, headers, body: decodes ? Buffer.from(body, 'base64') : body }
}

/** An interim status (1xx) would leave the client waiting for the final answer. */
function isStatus(code: number): boolean {
  return Number.isInteger(code) && code >= 200 && code < 600
}

function isText(body: unknown): body is string | null | undefined {
  return body === undefined || body === null || typeof body === 'string'
}

function isFlag(flag: unknown): boolean {
  return flag === undefined || flag === null || typeof flag === 'boolean'
}

/**
 * "If you specify values for both headers and multiValueHeaders, API Gateway merges them into a single list. If the
 * same key-value pair is specified in both, only the values from multiValueHeaders will appear."
 *
 * @returns `undefined` if HTTP cannot carry them: a list that is no list, a line break in a value
 */
function headersOf(single: unknown, multiple: unknown): Record<string, string | string[]> | undefined {
  if (!isRecord(single) || !isRecord(multiple)) return undefined
  const lists: Record<string, string[]> = {}
  for (const [name, values] of Object.entries(multiple)) {
    if (!Array.isArray(values) || !values.every(isScalar)) return undefined
    lists[name.toLowerCase()] = [...(lists[name.toLowerCase()] ?? []), ...values.map(String)]
  }
  for (const [name, value] of Object.entries(single)) {
    if (!isScalar(value)) return undefined
    const list = (lists[name.toLowerCase()] ??= [])
    if (!list.includes(String(value))) list.push(String(value))
  }
  try {
    for (const [name, list] of Object.entries(lists)) {
      validateHeaderName(name)
      for (const value of list) validateHeaderValue(name, value)
    }
  } catch {
    // Node's own check failed, so HTTP cannot carry the header.
    return undefined
  }
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.length === 1 ? list[0]! : list]))
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): ProxyAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return isRecord(answer) && Object.keys(answer).every(name => members.includes(name)) ? answer : undefined
  } catch {
    // Text that is not JSON is malformed, like any other answer of the wrong form.
    return undefined
  }
}
