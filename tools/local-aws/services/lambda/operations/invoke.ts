import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import { refuseWhilePending } from '../function-updates.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
export const invoke: Operation<InvocationRequest, InvocationResponse> = {
  honours: ['ClientContext', 'FunctionName', 'InvocationType', 'LogType', 'Payload', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'InvokeFunction', input.FunctionName)],
  run: async (input, { account, requestId }) => {
    refuseWhilePending(account.lambda.function(input.FunctionName!, input.Qualifier))
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 }
    const payload = Buffer.from((input.Payload as Uint8Array | undefined) ?? [])
    checkJson(payload)
    const result = await account.lambda.invoke({
      functionName: input.FunctionName!,
      payload: payload.length > 0 ? payload : Buffer.from('{}'),
      invocationType: input.InvocationType === 'Event' ? 'Event' : 'RequestResponse',
      requestId,
      clientContext: input.ClientContext === undefined ? undefined : decodedContext(input.ClientContext),
    })
    return {
      StatusCode: result.statusCode,
      FunctionError: result.functionError,
      ...(input.LogType === 'Tail' && { LogResult: Buffer.from(result.logTail).toString('base64') }),
      ...(result.payload && { Payload: result.payload as never }),
      ExecutedVersion: result.executedVersion,
    }
  },
}

// "Up to 3,583 bytes of base64-encoded data about the invoking client to pass to the function in the context object."
function decodedContext(base64: string): string {
  const refuse = (message: string, cause?: unknown) =>
    Object.assign(new AwsError('InvalidRequestContentException', message), { cause })
  if (base64.length > 3583) throw refuse('Client context must be 3583 bytes or less.')
  try {
    return JSON.stringify(JSON.parse(Buffer.from(base64, 'base64').toString('utf8')))
  } catch (cause) {
    throw refuse('Client context must be a valid Base64-encoded JSON object.', cause)
  }
}

function checkJson(payload: Buffer): void {
  if (payload.length === 0) return
  try {
    JSON.parse(payload.toString('utf8'))
  } catch (cause) {
    const message = `Could not parse request body into json: Could not parse payload into json: ${(cause as Error).message}`
    throw Object.assign(new AwsError('InvalidRequestContentException', message), { cause })
  }
}
