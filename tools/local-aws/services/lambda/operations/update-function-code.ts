import type { FunctionConfiguration, UpdateFunctionCodeRequest } from '@aws-sdk/client-lambda'
import { describeFunction } from '../description.ts'
import { loadCode } from '../function-code.ts'
import { checkedArchitectures } from '../function-settings.ts'
import { beginUpdate, refuseDuringUpdate, refuseOtherRevision } from '../function-updates.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

// The files of the previous code are kept until the emulator ends: an environment may still be reading them.
export const updateFunctionCode: Operation<UpdateFunctionCodeRequest, FunctionConfiguration> = {
  honours: ['FunctionName', 'ZipFile', 'S3Bucket', 'S3Key', 'S3ObjectVersion', 'Architectures', 'DryRun', 'RevisionId'],
  permissions: (input, call) => [onFunction(call, 'UpdateFunctionCode', input.FunctionName)],
  run: async (input, call) => {
    const lambdaFunction = call.account.lambda.function(input.FunctionName!)
    refuseDuringUpdate(lambdaFunction)
    refuseOtherRevision(lambdaFunction, input.RevisionId)
    const architectures = checkedArchitectures(input.Architectures ?? lambdaFunction.architectures)
    const code = await loadCode(call, input)
    if (input.DryRun) return { ...describeFunction(lambdaFunction), CodeSha256: code.sha256, CodeSize: code.size }
    lambdaFunction.code = code
    lambdaFunction.architectures = architectures
    beginUpdate(call.account, lambdaFunction)
    return describeFunction(lambdaFunction)
  },
}
