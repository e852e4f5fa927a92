import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import { bucketState } from '../deploy/bucket-state.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { isValidPrefix } from '../deploy/prefix.ts'
import { findStack } from '../stack/find-stack.ts'
import { isOurStack } from '../stack/stack-tags.ts'
import { objectVersions } from './object-versions.ts'
import { existingTaggedResources, taggedResources } from './tagged-resources.ts'

/** A deployment that has not changed for some time. */
export interface Stale {
  readonly prefix: string
  /** `stack CREATE_COMPLETE, last changed 30.1 h ago`, or the remains without a stack. */
  readonly because: string
}

export interface StaleSearch {
  readonly staleAfterHours: number
  /** Only prefixes that begin with this. */
  readonly prefix?: string | undefined
}

/**
 * Finds deployments of this project, and remains of some, that are older than that. It searches by tag, since
 * DescribeStacks without a name needs the right to see every stack of the account
 * (docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html). A resource without the tag
 * Project is never considered.
 */
export async function findStale(
  connection: AwsConnection,
  { staleAfterHours, prefix: beginning = '' }: StaleSearch,
): Promise<Stale[]> {
  const tagged = (await taggedResources(connection)).map(({ prefix }) => prefix)
  const prefixes = [...new Set(tagged)].filter(prefix => isValidPrefix(prefix) && prefix.startsWith(beginning)).sort()
  const stale: Stale[] = []
  for (const prefix of prefixes) {
    const because = await whyStale(connection, prefix, staleAfterHours)
    if (because) stale.push({ prefix, because })
  }
  return stale
}

/** Returns why the deployment is stale at this moment, or undefined if it is not. */
export async function whyStale(
  connection: AwsConnection,
  prefix: string,
  staleAfterHours: number,
): Promise<string | undefined> {
  const artifacts = await artifactsBucket(connection, prefix)
  // A deployment that just began has its artifacts, or its mark on them, and no stack yet or an old one.
  if (artifacts.lastUsed && hoursSince(artifacts.lastUsed) < staleAfterHours) return undefined
  const stack = await findStack(connection.clients.get(CloudFormationClient), prefix)
  if (stack) return ofStack(stack, artifacts.isOurs, staleAfterHours)
  return ofRemains(connection, prefix)
}

/**
 * The root stack has the prefix as its name, and its nested stacks are removed with it. If a run was killed after
 * planning only, the stack may have no tags, but the artifacts bucket already has them.
 */
function ofStack(stack: Stack, hasArtifacts: boolean, staleAfterHours: number): string | undefined {
  const isPlanned = stack.StackStatus === 'REVIEW_IN_PROGRESS' && hasArtifacts
  if (stack.ParentId || !(isOurStack(stack.Tags) || isPlanned)) return undefined
  const hours = hoursSince(stack.LastUpdatedTime ?? stack.CreationTime!)
  return hours < staleAfterHours ? undefined : `stack ${stack.StackStatus}, last changed ${hours.toFixed(1)} h ago`
}

async function ofRemains(connection: AwsConnection, prefix: string): Promise<string | undefined> {
  const there = await existingTaggedResources(connection, prefix)
  return there.length === 0 ? undefined : `no stack, but ${there.map(({ type, id }) => `${type} ${id}`).join(', ')}`
}

async function artifactsBucket(
  connection: AwsConnection,
  prefix: string,
): Promise<{ readonly isOurs: boolean; readonly lastUsed?: Date }> {
  const { clients, accountId } = connection
  const client = clients.get(S3Client)
  const name = artifactsBucketName(prefix, connection)
  if ((await bucketState(client, name, { ...connection, prefix })) !== 'ours') return { isOurs: false }
  let lastUsed: Date | undefined
  for await (const at of objectVersions(client, name, accountId)) if (!lastUsed || at > lastUsed) lastUsed = at
  return { isOurs: true, lastUsed }
}

function hoursSince(date: Date): number {
  return (Date.now() - date.getTime()) / 3_600_000
}
