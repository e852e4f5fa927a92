import type { DeleteFunctionConcurrencyRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const deleteFunctionConcurrency: Operation<DeleteFunctionConcurrencyRequest, object> = {
  honours: ['FunctionName'],
  permissions: (input, call) => [onFunction(call, 'DeleteFunctionConcurrency', input.FunctionName)],
  run: (input, { account }) => {
    delete account.lambda.function(input.FunctionName!).reservedConcurrency
    return {}
  },
}
