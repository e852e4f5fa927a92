import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs'
import type { Stack } from '@aws-sdk/client-cloudformation'
import type { AwsConnection } from '../command/aws-connection.ts'
import { observerLogGroup } from './observer-function.ts'

/**
 * The log groups that belong to a deployment: those of the stack, and the one that API Gateway makes by itself for
 * execution logs (docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html).
 */
export function logGroupNames(prefix: string, apiId: string | undefined): string[] {
  const names = [`/aws/lambda/${prefix}-producer`, `/aws/lambda/${prefix}-consumer`, `/aws/apigateway/${prefix}`]
  return apiId ? [...names, `API-Gateway-Execution-Logs_${apiId}/prod`] : names
}

/** Every log group that a deployment may have brought about, the one of verify's temporary function too. */
export function logGroupsOf(prefix: string, stack: Stack | undefined): string[] {
  const apiId = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'ApiId')?.OutputValue
  return [...logGroupNames(prefix, apiId), observerLogGroup(prefix)]
}

/** Those of these log groups that exist. */
export async function findLogGroups(
  connection: AwsConnection,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const client = new CloudWatchLogsClient(connection.clientConfig)
  const found: string[] = []
  for (const logGroupNamePrefix of names) {
    const answer = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }), { abortSignal: signal })
    // The group of exactly this name sorts first among those that begin with it.
    if (answer.logGroups?.some(group => group.logGroupName === logGroupNamePrefix)) found.push(logGroupNamePrefix)
  }
  return found
}

/** Logs that arrive late bring back a group that the stack has deleted, where something may create it. */
export async function removeLogGroups(
  connection: AwsConnection,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const client = new CloudWatchLogsClient(connection.clientConfig)
  const removed: string[] = []
  for (const logGroupName of await findLogGroups(connection, names, signal)) {
    try {
      await client.send(new DeleteLogGroupCommand({ logGroupName }), { abortSignal: signal })
      removed.push(logGroupName)
    } catch (error) {
      // Gone between the two calls.
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
  }
  return removed
}
