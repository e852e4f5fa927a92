import type { DeleteFunctionRequest } from '@aws-sdk/client-lambda'
import { releaseNetworkInterfaces } from '../network-interfaces.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const deleteFunction: Operation<DeleteFunctionRequest, object> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'DeleteFunction', input.FunctionName)],
  run: async (input, { account }) => {
    const lambdaFunction = account.lambda.function(input.FunctionName!, input.Qualifier)
    account.lambda.functions.delete(lambdaFunction.functionName)
    // A busy environment ends after its event.
    lambdaFunction.generation += 1
    await account.lambda.pool.retireIdle(lambdaFunction)
    releaseNetworkInterfaces(account, lambdaFunction)
    return {}
  },
}
