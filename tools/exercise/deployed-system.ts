import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { connectToAws } from '../command/aws-connection.ts'
import { CommandError } from '../command/command-error.ts'
import { apiUrl } from '../deploy/deployment.ts'
import { findStack } from '../stack/find-stack.ts'
import { commandLine, defaultPrefix, requireValidPrefix } from '../deploy/prefix.ts'

/** A deployed stack, for the phases after deployment. */
export interface DeployedSystem {
  readonly prefix: string
  readonly stackId: string
  readonly region: string
  readonly accountId: string
  readonly apiUrl: string
  readonly bucketName: string
  readonly producer: { readonly functionName: string; readonly logGroupName: string }
  readonly consumer: { readonly functionName: string; readonly logGroupName: string }
  /** The outputs of the root stack, by name. */
  readonly outputs: Readonly<Record<string, string>>
}

/** @throws CommandError NOT_DEPLOYED */
export async function findDeployedSystem(options: {
  readonly prefix?: string
  readonly region?: string
  readonly signal?: AbortSignal
}): Promise<DeployedSystem> {
  requireValidPrefix(options.prefix)
  using connection = await connectToAws(options)
  const { prefix = defaultPrefix(connection) } = options
  const stack = await findStack(connection.clients.get(CloudFormationClient), prefix)
  const outputs = Object.fromEntries((stack?.Outputs ?? []).map(output => [output.OutputKey!, output.OutputValue!]))
  if (!stack || !outputs.ApiId) {
    throw new CommandError('NOT_DEPLOYED', `There is no finished stack ${prefix} in ${connection.region}.`, {
      nextStep: `Run: ${commandLine('deploy', prefix)}`,
    })
  }
  return {
    prefix,
    stackId: stack.StackId!,
    region: connection.region,
    accountId: connection.accountId,
    apiUrl: apiUrl(outputs, connection.endpoint),
    bucketName: outputs.BucketName!,
    producer: { functionName: outputs.ProducerFunctionName!, logGroupName: outputs.ProducerLogGroupName! },
    consumer: { functionName: outputs.ConsumerFunctionName!, logGroupName: outputs.ConsumerLogGroupName! },
    outputs,
  }
}
