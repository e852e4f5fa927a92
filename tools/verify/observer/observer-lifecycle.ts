import {
  type Architecture,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  ResourceNotFoundException,
  type Runtime,
} from '@aws-sdk/client-lambda'
import { functionActive } from '../../command/function-settled.ts'
import { observerDescription } from '../../deploy/names.ts'
import type { Verification } from '../verification.ts'
import { observerZip } from './observer-zip.ts'

const mountPath = '/mnt/efs'

export interface ObserverRole {
  readonly arn: string
  /** The runtime of the function that has the role. */
  readonly runtime: Runtime | undefined
  readonly architectures: Architecture[] | undefined
}

/** The roles of the two functions, the Consumer's first. */
export async function observerRoles({ clients, system }: Verification): Promise<readonly ObserverRole[]> {
  const roles: ObserverRole[] = []
  for (const { functionName: FunctionName } of [system.consumer, system.producer]) {
    const found = await clients.lambda
      .send(new GetFunctionConfigurationCommand({ FunctionName }))
      // A missing function has no role to use; its own criteria report that it is missing.
      .catch((error: unknown) => {
        if (error instanceof ResourceNotFoundException) return undefined
        throw error
      })
    if (found) roles.push({ arn: found.Role!, runtime: found.Runtime, architectures: found.Architectures })
  }
  return roles
}

/** Network and mount come from the stack's outputs, whatever the functions themselves have now. */
export async function makeObserverFunction(
  { clients: { lambda: client }, system }: Verification,
  FunctionName: string,
  { arn, runtime, architectures }: ObserverRole,
): Promise<void> {
  const { SubnetIds = '', LambdaSecurityGroupId, AccessPointArn } = system.outputs
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Description: observerDescription,
      Role: arn,
      Runtime: runtime,
      Architectures: architectures,
      Handler: 'index.handler',
      Code: { ZipFile: await observerZip() },
      MemorySize: 512,
      Timeout: 300,
      VpcConfig: { SubnetIds: SubnetIds.split(','), SecurityGroupIds: [LambdaSecurityGroupId!] },
      FileSystemConfigs: [{ Arn: AccessPointArn, LocalMountPath: mountPath }],
      // Its role may write to the log group of another function only, so it writes no line: these levels leave out all of
      // a healthy function. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'FATAL', SystemLogLevel: 'WARN' },
      Environment: { Variables: { EFS_MOUNT_PATH: mountPath } },
      Tags: { Project: 'lambda-efs', Prefix: system.prefix },
    }),
  )
  await functionActive(client, FunctionName)
}

export async function removeObserverFunction({ clients }: Verification, FunctionName: string): Promise<void> {
  try {
    await clients.lambda.send(new DeleteFunctionCommand({ FunctionName }))
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error
  }
}
