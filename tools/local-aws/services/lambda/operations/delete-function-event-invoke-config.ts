import type { DeleteFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../function-model.ts'
import { invokeConfigHolder } from '../invoke-config-holder.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const deleteFunctionEventInvokeConfig: Operation<DeleteFunctionEventInvokeConfigRequest, object> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'DeleteFunctionEventInvokeConfig', input.FunctionName)],
  run: (input, { account }) => {
    const holder: LambdaFunction = invokeConfigHolder(account, input)
    delete holder.eventInvokeConfig
    return {}
  },
}
