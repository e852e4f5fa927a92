import { callSigner } from '../../exercise/deployed-api.ts'
import type { Verification } from '../verification.ts'

export interface HttpAnswer {
  readonly call: string
  readonly statusCode: number
  readonly headers: Headers
  readonly text: string
  /** `undefined` when the text is not JSON. */
  readonly json: any
}

// API Gateway gives up after 29 s (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html).
const timeoutMs = 60_000

/**
 * Sends any request, as a browser at another origin sends it. A call of a function is signed if the API asks for it. A
 * preflight never is, and how API Gateway answers a signed call of a route that it does not have is unknown.
 */
export async function httpCall(
  { system, connection, signal }: Verification,
  method: string,
  path: string,
  { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const url = system.apiUrl.replace(/\/$/, '') + path
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  const given = { ...(body !== undefined && contentType), ...headers }
  const sign = method === 'POST' && ofFunction.test(path) ? callSigner(system, connection) : undefined
  const signed = await sign?.({ method, url, headers: given, body: text ?? '' })
  const response = await fetch(url, {
    method,
    headers: { origin: 'https://paper.example', ...(signed ?? given) },
    body: text,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  })
  const answer = await response.text()
  return {
    call: `${method} ${path}`,
    statusCode: response.status,
    headers: response.headers,
    text: answer,
    json: parse(answer),
  }
}

const ofFunction = /^\/(ingest|predict)(\?|$)/
const contentType = { 'content-type': 'application/json' }

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
