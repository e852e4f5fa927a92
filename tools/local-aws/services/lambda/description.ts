import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from './function-model.ts'

export function describeFunction(lambdaFunction: LambdaFunction): FunctionConfiguration {
  const { settings, code } = lambdaFunction
  return {
    FunctionName: lambdaFunction.functionName,
    FunctionArn: lambdaFunction.functionArn,
    Runtime: settings.runtime,
    Role: settings.roleArn,
    Handler: settings.handler,
    CodeSize: code.size,
    CodeSha256: code.sha256,
    Description: settings.description,
    Timeout: settings.timeout,
    MemorySize: settings.memorySize,
    // Lambda writes +0000 where everybody else writes Z.
    LastModified: lambdaFunction.lastModified.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    ...(settings.vpc && {
      VpcConfig: {
        SubnetIds: [...settings.vpc.subnetIds],
        SecurityGroupIds: [...settings.vpc.securityGroupIds],
        VpcId: settings.vpc.vpcId,
        Ipv6AllowedForDualStack: false,
      },
    }),
    ...(Object.keys(settings.variables).length > 0 && { Environment: { Variables: { ...settings.variables } } }),
    ...(settings.fileSystem && { FileSystemConfigs: [settings.fileSystem] }),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: lambdaFunction.revisionId,
    State: lambdaFunction.state,
    LastUpdateStatus: lambdaFunction.lastUpdateStatus,
    PackageType: 'Zip',
    Architectures: [...lambdaFunction.architectures],
    EphemeralStorage: settings.ephemeralStorage,
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: settings.logging,
  }
}
