import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { Failure, type FailureCode, isFailure } from '../failure/failure.ts'
import { writeJson } from '../json/write-json.ts'
import type { Trace } from '../log/trace.ts'

const statuses: Record<FailureCode, number> = {
  INVALID_REQUEST: 400,
  INVALID_INPUT: 400,
  NOT_FOUND: 404,
  MODEL_NOT_FOUND: 404,
  ROUTE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  TOO_LARGE: 413,
  INVALID_MODEL: 422,
  EFS_UNAVAILABLE: 500,
  S3_UNAVAILABLE: 502,
  COPY_UNFINISHED: 504,
  INFERENCE_TIMEOUT: 504,
}

export interface Success {
  status: number
  outcome: string
  body: Record<string, unknown>
}

/**
 * Answers an API Gateway proxy event in every case. If a handler throws, API Gateway answers 502 in its own words,
 * which no client of this API expects.
 */
export async function respond(
  event: APIGatewayProxyEvent,
  route: string,
  trace: Trace,
  work: () => Promise<Success>,
): Promise<APIGatewayProxyResult> {
  try {
    checkRoute(event, route)
    const { status, outcome, body } = await work()
    const response = json(trace, status, body)
    trace.end('info', outcome, { status })
    return response
  } catch (error) {
    if (isFailure(error)) return respondFailure(error, trace)
    trace.write('error', 'The request failed for a reason that the code does not know', { cause: error })
    trace.end('error', 'INTERNAL_ERROR', { status: 500 })
    return json(trace, 500, { error: 'INTERNAL_ERROR', message: 'The function failed; its log says why.' })
  }
}

export function isApiEvent(event: unknown): event is APIGatewayProxyEvent {
  return typeof event === 'object' && event !== null && ('httpMethod' in event || 'requestContext' in event)
}

function respondFailure(failure: Failure, trace: Trace): APIGatewayProxyResult {
  const { code, details, cause } = failure
  const message = printable(failure.message)
  const status = statuses[code]
  if (status >= 500) trace.write('error', message, { error: code, cause })
  // The cause contains more than the caller may see, a place in the runtime's code for one.
  const why = { reason: shortened(message), cause }
  trace.end(status >= 500 ? 'error' : 'warn', code, { status, ...(status < 500 && why) })
  const headers: Record<string, string> = code === 'METHOD_NOT_ALLOWED' ? { Allow: 'POST' } : {}
  return json(trace, status, { error: code, message: shortened(message), ...details }, headers)
}

// Shortens a message: it may quote parts of a request of any length, and Lambda takes an answer of 6 MB
// (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
function shortened(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage)} …` : message
}

const longestMessage = 2000

// Makes control characters visible. A message may quote a model or an input. JSON escapes most control characters, but
// they return when the message is printed, and a terminal obeys them.
function printable(message: string): string {
  return message.replaceAll(/\p{Cc}/gu, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function checkRoute(event: APIGatewayProxyEvent, route: string): void {
  // `resource` is the route in the API; `path` may carry the base path of a custom domain before it.
  const requested = event.resource ?? event.path ?? route
  if (!requested.endsWith(route)) throw new Failure('ROUTE_NOT_FOUND', `There is no ${requested} here, only ${route}.`)
  const method = event.httpMethod ?? 'POST'
  if (method !== 'POST') throw new Failure('METHOD_NOT_ALLOWED', `${route} takes POST, not ${method}.`)
}

// X-Request-Id is Lambda's request ID (API Gateway's own is x-amzn-RequestId). It joins an answer with its log lines
// and with Lambda's platform.report. X-Log-Stream names the log stream. Each execution environment has
// its own (docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html), so calls with the same one were answered by the same
// environment. A script in a browser sees no header but those that are exposed (fetch.spec.whatwg.org,
// "CORS-safelisted response-header name").
function json(
  { requestId, logStream }: Trace,
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  const always = {
    'Content-Type': 'application/json',
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'X-Request-Id, X-Log-Stream',
    'X-Request-Id': requestId,
  }
  return {
    statusCode,
    headers: { ...always, ...(logStream && { 'X-Log-Stream': logStream }), ...headers },
    body: writeJson(body),
  }
}
