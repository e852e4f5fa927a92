import type { DeleteFunctionRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import { askedQualifier, unqualified } from '../function-name.ts'
import { releaseNetworkInterfaces } from '../network-interfaces.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const deleteFunction: Operation<DeleteFunctionRequest, object> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'DeleteFunction', input.FunctionName)],
  run: async (input, { account }) => {
    const version = askedQualifier(input.FunctionName!, input.Qualifier)
    refuseLatest(version)
    const lambdaFunction = account.lambda.function(unqualified(input.FunctionName!))
    // There are no versions here, and deleting one that does not exist succeeds: qualifiers.test.ts has the source.
    if (version !== undefined) return {}
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
 * Words: recorded/lambda.yaml.
 */
function refuseLatest(version: string | undefined): void {
  if (version !== '$LATEST') return
  throw new AwsError(
    'InvalidParameterValueException',
    '$LATEST version cannot be deleted without deleting the function.',
  )
}
