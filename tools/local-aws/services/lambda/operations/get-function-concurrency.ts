import type { GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const getFunctionConcurrency: Operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> = {
  honours: ['FunctionName'],
  permissions: (input, call) => [onFunction(call, 'GetFunctionConcurrency', input.FunctionName)],
  run: (input, { account }) => {
    const { reservedConcurrency } = account.lambda.function(input.FunctionName!)
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency }
  },
}
