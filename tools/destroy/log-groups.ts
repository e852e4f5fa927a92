import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs'
import type { AwsConnection } from '../command/aws-connection.ts'
import { hasStackTagsByName } from '../stack/stack-tags.ts'
import type { ExpectedLogGroups } from './expected-log-groups.ts'

/** Returns those of these log groups that exist. */
export async function findLogGroups(connection: AwsConnection, names: readonly string[]): Promise<string[]> {
  return (await describe(connection, names)).map(({ name }) => name)
}

/** Returns the existing log groups, and whether each belongs to the deployment. */
export async function logGroupsByOwner(
  connection: AwsConnection,
  { prefix, names, made }: ExpectedLogGroups,
): Promise<Array<{ readonly id: string; readonly ours: boolean }>> {
  const client = connection.clients.get(CloudWatchLogsClient)
  const found: Array<{ id: string; ours: boolean }> = []
  for (const { name, arn } of await describe(connection, names)) {
    const tags = await tagsOf(client, arn)
    // A group that is created again by late logs has no tags.
    if (tags) found.push({ id: name, ours: hasStackTagsByName(tags, prefix) || (made.has(name) && isEmpty(tags)) })
  }
  return found
}

/**
 * Removes the deployment's log groups that still exist: late logs create a group again that the stack has deleted, if
 * their writer may create it.
 */
export async function removeLogGroups(connection: AwsConnection, groups: ExpectedLogGroups): Promise<string[]> {
  const client = connection.clients.get(CloudWatchLogsClient)
  const removed: string[] = []
  for (const { id } of (await logGroupsByOwner(connection, groups)).filter(({ ours }) => ours)) {
    try {
      await client.send(new DeleteLogGroupCommand({ logGroupName: id }))
      removed.push(id)
    } catch (error) {
      // It was deleted between the two calls.
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
  }
  return removed
}

async function describe(
  { clients }: AwsConnection,
  names: readonly string[],
): Promise<Array<{ readonly name: string; readonly arn: string }>> {
  const client = clients.get(CloudWatchLogsClient)
  const found: Array<{ name: string; arn: string }> = []
  for (const name of names) {
    const request = new DescribeLogGroupsCommand({ logGroupNamePrefix: name })
    const { logGroups } = await client.send(request)
    // The group of exactly this name sorts first among those that begin with it.
    const group = logGroups?.find(({ logGroupName }) => logGroupName === name)
    // The tagging operations take "The version of the ARN without the trailing :*"
    // (docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html, arn and logGroupArn).
    if (group) found.push({ name, arn: group.logGroupArn ?? group.arn!.replace(/:\*$/, '') })
  }
  return found
}

async function tagsOf(client: CloudWatchLogsClient, resourceArn: string): Promise<Record<string, string> | undefined> {
  try {
    const request = new ListTagsForResourceCommand({ resourceArn })
    return (await client.send(request)).tags ?? {}
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

function isEmpty(tags: Readonly<Record<string, string>>): boolean {
  return Object.keys(tags).length === 0
}
