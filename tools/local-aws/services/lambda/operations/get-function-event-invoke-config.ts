import type { FunctionEventInvokeConfig, GetFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const getFunctionEventInvokeConfig: Operation<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'GetFunctionEventInvokeConfig', input.FunctionName)],
  run: (input, { account }) => {
    const { eventInvokeConfig, functionArn } = account.lambda.function(input.FunctionName!, input.Qualifier)
    if (!eventInvokeConfig) {
      throw new AwsError(
        'ResourceNotFoundException',
        `The function ${functionArn}:$LATEST doesn't have an EventInvokeConfig`,
        404,
      )
    }
    return eventInvokeConfig
  },
}
