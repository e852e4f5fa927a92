import { randomUUID } from 'node:crypto'
import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import { describeFunction } from '../description.ts'
import { loadCode } from '../function-code.ts'
import type { LambdaFunction } from '../function-model.ts'
import { functionReference } from '../function-name.ts'
import { settlesWhenDescribed } from '../function-states.ts'
import { constraintViolation } from '../constraint-violation.ts'
import { checkedArchitectures, functionSettings } from '../function-settings.ts'
import { replaceNetworkInterfaces } from '../network-interfaces.ts'
import type { Call, Operation } from '../operation.ts'
import { onFunction, passRole } from '../permissions.ts'
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
    const functionName = ownName(input.FunctionName!, call)
    if (!/^[\w-]{1,64}$/.test(functionName)) {
      throw constraintViolation(
        functionName,
        'functionName',
        'Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+ and have length less than or equal to 64',
      )
    }
    refuseUnsupported(input)
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

/**
 * The name in an ARN of this account and Region. LocalStack, whose tests run on AWS, refuses others so (AWS gives no
 * message for another account): localstack-core/localstack/services/lambda_/api_utils.py, get_name_and_qualifier.
 */
function ownName(nameOrArn: string, { account }: Call): string {
  const { name, region = account.region, accountId = account.id } = functionReference(nameOrArn)
  if (accountId !== account.id)
    throw new AwsError('AccessDeniedException', `The account ${accountId} is not that of the caller.`, 403)
  if (region !== account.region)
    throw new AwsError(
      'ResourceNotFoundException',
      `Functions from '${region}' are not reachable in this region ('${account.region}')`,
      404,
    )
  return name
}
