import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
export const invoke: Operation<InvocationRequest, InvocationResponse> = {
  honours: ['FunctionName', 'InvocationType', 'LogType', 'Payload', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'InvokeFunction', input.FunctionName)],
  run: async (input, { account }) => {
    const { state } = account.lambda.function(input.FunctionName!, input.Qualifier)
    if (state === 'Pending') {
      throw new AwsError(
        'ResourceConflictException',
        `The operation cannot be performed at this time. The function is currently in the following state: Pending`,
        409,
      )
    }
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 }
    const payload = Buffer.from((input.Payload as Uint8Array | undefined) ?? [])
    checkJson(payload)
    const result = await account.lambda.invoke({
      functionName: input.FunctionName!,
      payload: payload.length > 0 ? payload : Buffer.from('{}'),
      invocationType: input.InvocationType === 'Event' ? 'Event' : 'RequestResponse',
    })
    return {
      StatusCode: result.statusCode,
      ...(result.functionError && { FunctionError: result.functionError }),
      ...(input.LogType === 'Tail' && { LogResult: Buffer.from(result.logTail).toString('base64') }),
      ...(result.payload && { Payload: result.payload as never }),
      ExecutedVersion: result.executedVersion,
    }
  },
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
