import type { FunctionConfiguration, GetFunctionConfigurationRequest } from '@aws-sdk/client-lambda'
import { describeFunction } from '../description.ts'
import { askedQualifier } from '../function-name.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const getFunctionConfiguration: Operation<GetFunctionConfigurationRequest, FunctionConfiguration> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'GetFunctionConfiguration', input.FunctionName)],
  run: (input, { account }) => {
    const lambdaFunction = account.lambda.function(input.FunctionName!, input.Qualifier)
    const described = describeFunction(lambdaFunction, askedQualifier(input.FunctionName!, input.Qualifier))
    lambdaFunction.described()
    return described
  },
}
