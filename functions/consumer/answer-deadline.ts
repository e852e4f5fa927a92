import type { APIGatewayProxyEvent, Context } from 'aws-lambda'

// API Gateway hangs up 29 s after it got the request (docs.aws.amazon.com/apigateway/latest/developerguide/limits.html,
// "Integration timeout").
const gatewayWaitsMs = 29_000
// Time for the work after the inference: writing the result, answering, and the way back.
const marginMs = 2000

/**
 * The deadline for an answer to reach its caller, on the clock of performance.now(). On a cold start part of the time
 * has passed before the function's code runs. The gateway's own clock therefore counts, if its event contains a
 * plausible time. Without a context, as in a test, there is no deadline.
 */
export function answerDeadline(event: APIGatewayProxyEvent, context: Context | undefined, now = Date.now()): number {
  const remainingMs = context?.getRemainingTimeInMillis?.()
  if (remainingMs === undefined) return Infinity
  const leftMs = Math.min(remainingMs, gatewayLeftMs(event, now))
  return performance.now() + Math.max(0, leftMs - marginMs)
}

// There is no gateway before a direct call.
function gatewayLeftMs({ requestContext }: APIGatewayProxyEvent, now: number): number {
  if (!requestContext?.requestTimeEpoch) return Infinity
  const waitedMs = now - requestContext.requestTimeEpoch
  const canBeTrue = waitedMs >= 0 && waitedMs < gatewayWaitsMs - marginMs
  return gatewayWaitsMs - (canBeTrue ? waitedMs : 0)
}
