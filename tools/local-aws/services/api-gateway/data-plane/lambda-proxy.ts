import { orLate } from '../../../../command/or-late.ts'
import { AwsError } from '../../../aws-error.ts'
import type { AwsResponse } from '../../../protocols/exchange.ts'
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
  const answered = invocation.catch((error: unknown) => {
    if (error instanceof AwsError) return error
    throw error
  })
  // The function keeps running after the time-out; only the wait for its answer ends.
  const timeoutMs = integration.timeoutInMillis ?? defaultTimeoutInMillis
  const result = await orLate(answered, timeoutMs, 'INTEGRATION_TIMEOUT' as const)
  if (result === 'INTEGRATION_TIMEOUT') return result
  if (result instanceof AwsError) {
    account.settings.diagnose(`API ${api.id} could not invoke ${functionName}: ${result.code}: ${result.message}`)
    // An event over 6 MB is the client's fault, every other refusal the API's.
    return result.code === 'RequestTooLargeException' ? 'REQUEST_TOO_LARGE' : 'API_CONFIGURATION_ERROR'
  }
  return proxyResponse(account, request, result, requestId)
}
