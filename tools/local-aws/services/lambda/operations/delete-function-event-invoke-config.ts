import type { DeleteFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const deleteFunctionEventInvokeConfig: Operation<DeleteFunctionEventInvokeConfigRequest, object> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'DeleteFunctionEventInvokeConfig', input.FunctionName)],
  run: (input, { account }) => {
    delete account.lambda.function(input.FunctionName!, input.Qualifier).eventInvokeConfig
    return {}
  },
}
