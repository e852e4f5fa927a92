import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { ListMultipartUploadsCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import { bucketState } from '../deploy/bucket-state.ts'
import { artifactsBucketName, observerName } from '../deploy/names.ts'
import { findStack, requireOurStack } from '../stack/find-stack.ts'
import { resourcesIn, stackTree } from '../stack/stack-tree.ts'
import { expectedLogGroups } from './expected-log-groups.ts'
import { logGroupsByOwner } from './log-groups.ts'
import { objectVersions } from './object-versions.ts'
import { hasObserver } from './observer-removal.ts'
import type { Resource } from './resource.ts'

/**
 * Returns what destroy would remove, in its order, each with the id that its service uses (for a nested stack the ARN):
 * the temporary function, the contents of buckets, the stack with every resource of its tree, the artifacts bucket, and
 * the log groups outside of stacks.
 */
export async function destructionPlan(connection: AwsConnection, prefix: string): Promise<Resource[]> {
  const client = connection.clients.get(CloudFormationClient)
  const s3 = connection.clients.get(S3Client)
  const stack = await findStack(client, prefix)
  if (stack) requireOurStack(stack)
  const tree = stack ? resourcesIn(await stackTree(client, stack.StackId!)) : []
  const inStack = new Set(tree.map(({ id }) => id))

  const plan: Resource[] = []
  const observed = await hasObserver(connection, prefix)
  if (observed) plan.push({ type: 'AWS::Lambda::Function', id: observerName(prefix) })
  for (const { type, id } of tree) if (type === 'AWS::S3::Bucket') plan.push(...(await contents(s3, id, connection)))
  if (stack) plan.push({ type: 'AWS::CloudFormation::Stack', id: prefix })
  plan.push(...tree)
  const artifacts = artifactsBucketName(prefix, connection)
  if ((await bucketState(s3, artifacts, { ...connection, prefix })) === 'ours') {
    plan.push(...(await contents(s3, artifacts, connection)), { type: 'AWS::S3::Bucket', id: artifacts })
  }
  const names = expectedLogGroups(prefix, stack, { tree, hasObserver: observed })
  const logGroups = (await logGroupsByOwner(connection, names)).filter(({ ours, id }) => ours && !inStack.has(id))
  plan.push(...logGroups.map(({ id }) => ({ type: 'AWS::Logs::LogGroup', id })))
  return plan
}

/** Counts as the emptying does: versions, delete markers and unfinished uploads. */
async function contents(client: S3Client, Bucket: string, { accountId }: AwsConnection): Promise<Resource[]> {
  const place = { Bucket, ExpectedBucketOwner: accountId }
  let count = 0
  try {
    for await (const _ of objectVersions(client, Bucket, accountId)) count += 1
    const { Uploads } = await client.send(new ListMultipartUploadsCommand(place))
    count += Uploads?.length ?? 0
  } catch (error) {
    // Someone has removed the bucket, although the stack still lists it.
    if (!(error instanceof S3ServiceException && error.name === 'NoSuchBucket')) throw error
  }
  return count > 0 ? [{ type: 'objects and uploads', id: `${count} in bucket ${Bucket}` }] : []
}
