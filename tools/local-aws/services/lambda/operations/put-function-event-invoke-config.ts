import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import { checkSetsSomething, eventInvokeConfig } from '../event-invoke-config.ts'
import { checkFunctionExists } from '../invoke-config-holder.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const putFunctionEventInvokeConfig: Operation<PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> = {
  honours: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'],
  permissions: (input, call) => [onFunction(call, 'PutFunctionEventInvokeConfig', input.FunctionName)],
  run: (input, { account }) => {
    checkSetsSomething(input)
    checkFunctionExists(account, input.FunctionName!)
    const lambdaFunction = account.lambda.function(input.FunctionName!, input.Qualifier)
    const before = {}
    lambdaFunction.eventInvokeConfig = eventInvokeConfig(account, lambdaFunction, { ...before, ...input })
    return lambdaFunction.eventInvokeConfig
  },
}
