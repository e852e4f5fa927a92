import type { APIGatewayProxyEvent, Context } from 'aws-lambda'

// API Gateway hangs up 29 s after it got the request (docs.aws.amazon.com/apigateway/latest/developerguide/limits.html,
// "Integration timeout").
const gatewayWaitsMs = 29_000
// For what follows the inference: writing the result, answering, and the way back.
const marginMs = 2000

/**
 * Until when there must be an answer for its caller to get it, on the clock of performance.now(). On a cold start a part of the
 * time is over before the function's code runs, so the gateway's own clock counts where its event tells the time and that
 * can be true. Without a context, as in a test, there is no end.
 */
export function answerDeadline(event: APIGatewayProxyEvent, context: Context | undefined, now = Date.now()): number {
  const remainingMs = context?.getRemainingTimeInMillis?.()
  if (remainingMs === undefined) return Infinity
  const leftMs = Math.min(remainingMs, gatewayLeftMs(event, now))
  return performance.now() + Math.max(0, leftMs - marginMs)
}

// A direct call has no gateway before it.
function gatewayLeftMs({ requestContext }: APIGatewayProxyEvent, now: number): number {
  if (!requestContext?.requestTimeEpoch) return Infinity
  const waitedMs = now - requestContext.requestTimeEpoch
  const canBeTrue = waitedMs >= 0 && waitedMs < gatewayWaitsMs - marginMs
  return gatewayWaitsMs - (canBeTrue ? waitedMs : 0)
}
