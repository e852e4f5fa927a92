import type { FunctionConfiguration, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda'
import { describeFunction } from '../description.ts'
import { functionSettings } from '../function-settings.ts'
import { beginUpdate, refuseDuringUpdate, refuseOtherRevision } from '../function-updates.ts'
import { replaceNetworkInterfaces } from '../network-interfaces.ts'
import type { Operation } from '../operation.ts'
import { onFunction, passRole } from '../permissions.ts'
import { refuseUnsupported } from '../unsupported.ts'

// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
export const updateFunctionConfiguration: Operation<UpdateFunctionConfigurationRequest, FunctionConfiguration> = {
  honours: [
    'FunctionName',
    'Role',
    'Handler',
    'Description',
    'Timeout',
    'MemorySize',
    'VpcConfig',
    'Environment',
    'Runtime',
    'TracingConfig',
    'RevisionId',
    'FileSystemConfigs',
    'EphemeralStorage',
    'LoggingConfig',
  ],
  permissions: (input, call) => [
    onFunction(call, 'UpdateFunctionConfiguration', input.FunctionName),
    ...passRole(input.Role),
  ],
  run: (input, call) => {
    const { account } = call
    const lambdaFunction = account.lambda.function(input.FunctionName!)
    refuseDuringUpdate(lambdaFunction)
    refuseOtherRevision(lambdaFunction, input.RevisionId)
    refuseUnsupported({ TracingConfig: input.TracingConfig })
    lambdaFunction.settings = functionSettings(call, lambdaFunction.functionName, input, lambdaFunction.settings)
    if (input.VpcConfig) replaceNetworkInterfaces(account, lambdaFunction)
    beginUpdate(account, lambdaFunction)
    return describeFunction(lambdaFunction)
  },
}
