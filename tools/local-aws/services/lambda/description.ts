import { createHash } from 'node:crypto'
import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from './function-model.ts'

/** The ARN has the qualifier with which the function was asked for: recorded/lambda.yaml. */
export function describeFunction(lambdaFunction: LambdaFunction, qualifier?: string): FunctionConfiguration {
  const { settings, code, functionArn } = lambdaFunction
  return {
    FunctionName: lambdaFunction.functionName,
    FunctionArn: qualifier === undefined ? functionArn : `${functionArn}:${qualifier}`,
    Runtime: settings.runtime,
    Role: settings.roleArn,
    Handler: settings.handler,
    CodeSize: code.size,
    CodeSha256: code.sha256,
    Description: settings.description,
    Timeout: settings.timeout,
    MemorySize: settings.memorySize,
    // Lambda writes +0000 in place of Z.
    LastModified: lambdaFunction.lastModified.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    VpcConfig: settings.vpc && {
      SubnetIds: [...settings.vpc.subnetIds],
      SecurityGroupIds: [...settings.vpc.securityGroupIds],
      VpcId: settings.vpc.vpcId,
      Ipv6AllowedForDualStack: false,
    },
    ...(Object.keys(settings.variables).length > 0 && { Environment: { Variables: { ...settings.variables } } }),
    FileSystemConfigs: settings.fileSystem && [settings.fileSystem],
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: lambdaFunction.revisionId,
    ...stateOf(lambdaFunction),
    PackageType: 'Zip',
    Architectures: [...lambdaFunction.architectures],
    EphemeralStorage: settings.ephemeralStorage,
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: settings.logging,
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(lambdaFunction) },
  }
}

/** A new function has had no update. During a creation or an update the reason is given, in the same words for both. */
function stateOf({ state, lastUpdateStatus }: LambdaFunction): Partial<FunctionConfiguration> {
  const reason = 'The function is being created.'
  if (state === 'Pending') return { State: state, StateReason: reason, StateReasonCode: 'Creating' }
  const settled = { State: state, LastUpdateStatus: lastUpdateStatus }
  if (lastUpdateStatus === 'Successful') return settled
  // AWS answers with a code that its own model lacks.
  return { ...settled, LastUpdateStatusReason: reason, LastUpdateStatusReasonCode: 'Creating' as never }
}

/**
 * Describes a function in a list. ListFunctions leaves out the states and the version of the runtime.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export function describeInList(lambdaFunction: LambdaFunction): FunctionConfiguration {
  const described = describeFunction(lambdaFunction)
  for (const name of [
    'State',
    'StateReason',
    'StateReasonCode',
    'LastUpdateStatus',
    'LastUpdateStatusReason',
    'LastUpdateStatusReasonCode',
    'RuntimeVersionConfig',
  ] as const)
    delete described[name]
  return described
}

/**
 * `arn:aws:lambda:REGION::runtime:HASH`. Unlike AWS: the hash is that of the runtime's name, since here each runtime
 * has one version.
 */
function runtimeVersionArn({ functionArn, settings }: LambdaFunction): string {
  const hash = createHash('sha256').update(settings.runtime).digest('hex')
  return `${functionArn.split(':').slice(0, 4).join(':')}::runtime:${hash}`
}
