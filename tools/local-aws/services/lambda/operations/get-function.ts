import type { GetFunctionRequest, GetFunctionResponse } from '@aws-sdk/client-lambda'
import { describeFunction } from '../description.ts'
import { askedQualifier } from '../function-name.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const getFunction: Operation<GetFunctionRequest, GetFunctionResponse> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'GetFunction', input.FunctionName)],
  run: (input, { account }) => {
    const lambdaFunction = account.lambda.function(input.FunctionName!, input.Qualifier)
    const Configuration = describeFunction(lambdaFunction, askedQualifier(input.FunctionName!, input.Qualifier))
    lambdaFunction.described()
    return {
      Configuration,
      Code: { RepositoryType: 'S3', Location: account.lambda.downloads.link(lambdaFunction) },
      ...(lambdaFunction.tags.size > 0 && { Tags: Object.fromEntries(lambdaFunction.tags) }),
      ...(lambdaFunction.reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: lambdaFunction.reservedConcurrency },
      }),
    }
  },
}
