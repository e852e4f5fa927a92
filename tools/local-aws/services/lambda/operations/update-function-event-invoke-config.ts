import type { FunctionEventInvokeConfig, UpdateFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import { checkSetsSomething, eventInvokeConfig } from '../event-invoke-config.ts'
import { checkFunctionExists, invokeConfigHolder } from '../invoke-config-holder.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const updateFunctionEventInvokeConfig: Operation<
  UpdateFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig
> = {
  honours: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'],
  permissions: (input, call) => [onFunction(call, 'UpdateFunctionEventInvokeConfig', input.FunctionName)],
  run: (input, { account }) => {
    checkSetsSomething(input)
    checkFunctionExists(account, input.FunctionName!)
    const lambdaFunction = invokeConfigHolder(account, input)
    const before = lambdaFunction.eventInvokeConfig
    lambdaFunction.eventInvokeConfig = eventInvokeConfig(account, lambdaFunction, { ...before, ...input })
    return lambdaFunction.eventInvokeConfig
  },
}
