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

/** Sends any request, as a browser at another origin sends it. */
export async function httpCall(
  { system, signal }: Verification,
  method: string,
  path: string,
  { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const response = await fetch(system.apiUrl.replace(/\/$/, '') + path, {
    method,
    headers: { origin: 'https://paper.example', ...(body !== undefined && contentType), ...headers },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  })
  const text = await response.text()
  return { call: `${method} ${path}`, statusCode: response.status, headers: response.headers, text, json: parse(text) }
}

const contentType = { 'content-type': 'application/json' }

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
