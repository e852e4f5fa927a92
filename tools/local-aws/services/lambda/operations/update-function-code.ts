import type { FunctionConfiguration, UpdateFunctionCodeRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { describeFunction } from '../description.ts'
import { loadCode } from '../function-code.ts'
import { beginUpdate, refuseDuringUpdate } from '../function-updates.ts'
import { onFunction } from '../permissions.ts'

// The files of the code before stay until the emulator ends: an environment may still be reading them.
export const updateFunctionCode: Operation<UpdateFunctionCodeRequest, FunctionConfiguration> = {
  permissions: (input, call) => [onFunction(call, 'UpdateFunctionCode', input.FunctionName)],
  run: async (input, call) => {
    const lambdaFunction = call.account.lambda.function(input.FunctionName!)
    refuseDuringUpdate(lambdaFunction)
    const code = await loadCode(call, input)
    if (input.DryRun) return { ...describeFunction(lambdaFunction), CodeSha256: code.sha256, CodeSize: code.size }
    lambdaFunction.code = code
    beginUpdate(call.account, lambdaFunction)
    return describeFunction(lambdaFunction)
  },
}
