import type { FunctionEventInvokeConfig, GetFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import { invokeConfigHolder } from '../invoke-config-holder.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const getFunctionEventInvokeConfig: Operation<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'GetFunctionEventInvokeConfig', input.FunctionName)],
  run: (input, { account }) => invokeConfigHolder(account, input).eventInvokeConfig,
}
