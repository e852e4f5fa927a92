import { randomUUID } from 'node:crypto'
import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import { describeFunction } from '../description.ts'
import { loadCode } from '../function-code.ts'
import type { LambdaFunction } from '../function-model.ts'
import { functionNameOf } from '../function-name.ts'
import { settlesWhenDescribed } from '../function-states.ts'
import { constraintViolation } from '../constraint-violation.ts'
import { checkedArchitectures, functionSettings } from '../function-settings.ts'
import { replaceNetworkInterfaces } from '../network-interfaces.ts'
import type { Operation } from '../operation.ts'
import { onFunction, passRole } from '../permissions.ts'
import { checkTagLimit } from '../tag-limit.ts'
import { refuseUnsupported } from '../unsupported.ts'

// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
export const createFunction: Operation<CreateFunctionRequest, FunctionConfiguration> = {
  honours: [
    'FunctionName',
    'Role',
    'Code',
    'Runtime',
    'Handler',
    'Description',
    'Timeout',
    'MemorySize',
    'VpcConfig',
    'PackageType',
    'Environment',
    'TracingConfig',
    'Tags',
    'FileSystemConfigs',
    'Architectures',
    'EphemeralStorage',
    'LoggingConfig',
  ],
  permissions: (input, call) => [
    onFunction(call, 'CreateFunction', input.FunctionName),
    ...passRole(input.Role),
    ...(Object.keys(input.Tags ?? {}).length > 0 ? [onFunction(call, 'TagResource', input.FunctionName)] : []),
  ],
  run: async (input, call) => {
    const { account } = call
    const functionName = functionNameOf(input.FunctionName!)
    if (!/^[\w-]{1,64}$/.test(functionName)) {
      throw constraintViolation(
        functionName,
        'functionName',
        'Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+ and have length less than or equal to 64',
      )
    }
    refuseUnsupported(input)
    checkTagLimit(new Map(), input.Tags ?? {})
    const exists = () => {
      if (account.lambda.functions.has(functionName))
        throw new AwsError('ResourceConflictException', `Function already exist: ${functionName}`, 409)
    }
    exists()
    const settings = functionSettings(call, functionName, input)
    const code = await loadCode(call, input.Code!)
    exists()
    const lambdaFunction: LambdaFunction = {
      functionName,
      functionArn: account.arn('lambda', `function:${functionName}`),
      architectures: checkedArchitectures(input.Architectures ?? ['x86_64']),
      settings,
      code,
      lastModified: account.now(),
      revisionId: randomUUID(),
      generation: 0,
      state: 'Pending',
      lastUpdateStatus: 'Successful',
      policy: new Map(),
      tags: new Map(Object.entries(input.Tags ?? {})),
      networkInterfaceIds: [],
      described: () => {},
    }
    account.lambda.functions.set(functionName, lambdaFunction)
    replaceNetworkInterfaces(account, lambdaFunction)
    settlesWhenDescribed(lambdaFunction, Promise.resolve())
    return describeFunction(lambdaFunction)
  },
}
