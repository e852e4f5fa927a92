import { AwsError } from '../../../aws-error.ts'
import type { AwsResponse } from '../../../protocols/exchange.ts'
import type { InvocationResult } from '../../lambda/invocation.ts'
import type { Account } from '../operation.ts'
import type { GatewayFailure } from './gateway-response.ts'
import { proxyEvent } from './proxy-event.ts'
import { proxyResponse } from './proxy-response.ts'
import type { ApiRequest } from './request.ts'

const defaultTimeoutInMillis = 29_000

/** Runs a Lambda proxy integration: one synchronous invocation, whose answer is passed on. */
export async function invokeFunction(account: Account, request: ApiRequest): Promise<AwsResponse | GatewayFailure> {
  const { api, stage, match, method } = request
  const integration = method.methodIntegration!
  const [, functionName] = /\/functions\/(.+)\/invocations$/.exec(integration.uri!) ?? []
  const { event, requestId } = proxyEvent(account, request)
  const path = match.resource.path
  const invocation = account.lambda.invoke({
    functionName: functionName!,
    payload: Buffer.from(JSON.stringify(event)),
    invocationType: 'RequestResponse',
    invoker: {
      service: 'apigateway.amazonaws.com',
      sourceArn: account.arn(
        'execute-api',
        `${api.id}/${stage.stageName}/${method.httpMethod === 'ANY' ? '*' : method.httpMethod}${path}`,
      ),
      sourceAccount: account.id,
    },
  })
  const result = await withDeadline(invocation, integration.timeoutInMillis ?? defaultTimeoutInMillis)
  if (result === 'INTEGRATION_TIMEOUT') return result
  if (result instanceof AwsError) {
    account.settings.diagnose(`API ${api.id} could not invoke ${functionName}: ${result.code}: ${result.message}`)
    // An event over 6 MB is the client's fault, every other refusal the API's.
    return result.code === 'RequestTooLargeException' ? 'REQUEST_TOO_LARGE' : 'API_CONFIGURATION_ERROR'
  }
  return proxyResponse(account, request, result, requestId)
}

/** After the time-out the function continues, but its answer is no longer awaited. */
async function withDeadline(
  invocation: Promise<InvocationResult>,
  milliseconds: number,
): Promise<InvocationResult | AwsError | 'INTEGRATION_TIMEOUT'> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<'INTEGRATION_TIMEOUT'>(resolve => {
    timer = setTimeout(resolve, milliseconds, 'INTEGRATION_TIMEOUT')
  })
  const answered = invocation.catch((error: unknown) => {
    if (error instanceof AwsError) return error
    throw error
  })
  try {
    return await Promise.race([answered, deadline])
  } finally {
    clearTimeout(timer)
  }
}
