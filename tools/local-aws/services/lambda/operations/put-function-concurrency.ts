import type { Concurrency, PutFunctionConcurrencyRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import type { LambdaFunction } from '../function-model.ts'
import { functionReference } from '../function-name.ts'
import type { Account, Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

// An account keeps 100 executions unreserved, or 10 if its quota is that of a new account
// (aws-samples/alarm-context-tool#2).
export const putFunctionConcurrency: Operation<PutFunctionConcurrencyRequest, Concurrency> = {
  honours: ['FunctionName', 'ReservedConcurrentExecutions'],
  permissions: (input, call) => [onFunction(call, 'PutFunctionConcurrency', input.FunctionName)],
  run: (input, { account }) => {
    const lambdaFunction = unqualified(account, input.FunctionName!)
    const { concurrentExecutions } = account.settings
    const minimum = concurrentExecutions <= 100 ? 10 : 100
    const others = [...account.lambda.functions.values()]
      .filter(one => one !== lambdaFunction)
      .reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), 0)
    if (concurrentExecutions - others - input.ReservedConcurrentExecutions! < minimum) {
      throw new AwsError(
        'InvalidParameterValueException',
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimum}].`,
      )
    }
    lambdaFunction.reservedConcurrency = input.ReservedConcurrentExecutions!
    return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions }
  },
}

/** Words: recorded/lambda.yaml. */
function unqualified(account: Account, functionName: string): LambdaFunction {
  const { name, qualifier } = functionReference(functionName)
  if (qualifier !== undefined)
    throw new AwsError(
      'InvalidParameterValueException',
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    )
  if (account.lambda.functions.has(name)) return account.lambda.function(functionName)
  const arn = account.arn('lambda', `function:${name}`)
  throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}:$LATEST`, 404)
}
