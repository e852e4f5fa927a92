import type { DeleteFunctionRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import { functionReference } from '../function-name.ts'
import { releaseNetworkInterfaces } from '../network-interfaces.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const deleteFunction: Operation<DeleteFunctionRequest, object> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'DeleteFunction', input.FunctionName)],
  run: async (input, { account }) => {
    refuseLatest(input)
    const lambdaFunction = account.lambda.function(input.FunctionName!, input.Qualifier)
    account.lambda.functions.delete(lambdaFunction.functionName)
    // A busy environment ends after its event.
    lambdaFunction.generation += 1
    await account.lambda.pool.retireIdle(lambdaFunction)
    releaseNetworkInterfaces(account, lambdaFunction)
    return {}
  },
}

/**
 * "To delete a specific function version, use the Qualifier parameter. Otherwise, all versions and aliases are deleted."
 * The version may not be $LATEST: https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 *
 * Words: https://github.com/localstack/localstack/blob/main/localstack-core/localstack/services/lambda_/provider.py
 */
function refuseLatest({ FunctionName, Qualifier }: DeleteFunctionRequest): void {
  if ((Qualifier ?? functionReference(FunctionName!).qualifier) !== '$LATEST') return
  throw new AwsError(
    'InvalidParameterValueException',
    '$LATEST version cannot be deleted without deleting the function.',
  )
}
