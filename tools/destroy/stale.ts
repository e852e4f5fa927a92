import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import { artifactsBucketName, isOwnBucket } from '../deploy/artifacts-bucket.ts'
import { findStack } from '../deploy/follow-stack.ts'
import { isValidPrefix } from '../deploy/prefix.ts'
import { isOurStack } from '../deploy/stack-tags.ts'
import { objectVersions } from './object-versions.ts'
import type { Removed } from './removed.ts'
import { resourceOfArn } from './resource-arn.ts'
import { isStillThere } from './still-there.ts'
import { taggedResources } from './tagged-resources.ts'

/** A deployment that nobody has touched for some time. */
export interface Stale {
  readonly prefix: string
  /** `stack CREATE_COMPLETE, last changed 30.1 h ago`, or what is left without a stack. */
  readonly because: string
}

export interface StaleSearch {
  readonly staleAfterHours: number
  /** Only prefixes that begin with this. */
  readonly prefix?: string | undefined
  readonly signal?: AbortSignal
}

/**
 * Deployments of this project, and what is left of some, that are older than that. Found by tag, since DescribeStacks
 * without a name needs the right to see every stack of the account
 * (docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html); what has not the tag Project is
 * never considered.
 */
export async function findStale(
  connection: AwsConnection,
  { staleAfterHours, prefix: beginning = '', signal }: StaleSearch,
): Promise<Stale[]> {
  const byPrefix = new Map<string, Removed[]>()
  for (const { arn, prefix } of await taggedResources(connection, undefined, signal)) {
    const resource = resourceOfArn(arn)
    if (!resource || !isValidPrefix(prefix) || !prefix.startsWith(beginning)) continue
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), resource])
  }
  const client = new CloudFormationClient(connection.clientConfig)
  const stale: Stale[] = []
  for (const [prefix, resources] of [...byPrefix].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const stack = await findStack(client, prefix, signal)
    const because = stack
      ? ofStack(stack, staleAfterHours)
      : await ofRemains(connection, prefix, resources, staleAfterHours, signal)
    if (because) stale.push({ prefix, because })
  }
  return stale
}

/** The root stack has the prefix for its name; the nested ones go with it. */
function ofStack(stack: Stack, staleAfterHours: number): string | undefined {
  if (stack.ParentId || !isOurStack(stack.Tags)) return undefined
  const hours = hoursSince(stack.LastUpdatedTime ?? stack.CreationTime!)
  return hours < staleAfterHours ? undefined : `stack ${stack.StackStatus}, last changed ${hours.toFixed(1)} h ago`
}

/** A deployment that begins at this moment has its artifacts already and no stack yet: it is told by its last upload. */
async function ofRemains(
  connection: AwsConnection,
  prefix: string,
  resources: readonly Removed[],
  staleAfterHours: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const there: Removed[] = []
  for (const resource of resources) if (await isStillThere(connection, resource)) there.push(resource)
  if (there.length === 0) return undefined
  const uploaded = await lastUpload(connection, artifactsBucketName(prefix, connection), signal)
  if (uploaded && hoursSince(uploaded) < staleAfterHours) return undefined
  return `no stack, but ${there.map(({ type, id }) => `${type} ${id}`).join(', ')}`
}

async function lastUpload(
  { s3ClientConfig, accountId }: AwsConnection,
  Bucket: string,
  signal?: AbortSignal,
): Promise<Date | undefined> {
  const client = new S3Client(s3ClientConfig)
  if (!(await isOwnBucket(client, Bucket, accountId, signal))) return undefined
  let last: Date | undefined
  for await (const at of objectVersions(client, Bucket, accountId, signal)) if (!last || at > last) last = at
  return last
}

function hoursSince(date: Date): number {
  return (Date.now() - date.getTime()) / 3_600_000
}
