import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import { type AwsConnection, connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import { artifactsBucketName } from '../deploy/artifacts-bucket.ts'
import { findStack } from '../deploy/follow-stack.ts'
import { defaultPrefix, requireValidPrefix } from '../deploy/prefix.ts'
import { requireOurStack } from '../deploy/prepare-stack.ts'
import { deleteStack } from './delete-stack.ts'
import { findLeftovers } from './leftovers.ts'
import { logGroupNames, removeLogGroups } from './log-groups.ts'
import { emptyOwnBucket, removeOwnBucket } from './remove-bucket.ts'
import type { Removed } from './removed.ts'
import { stackBuckets } from './stack-buckets.ts'

export interface DestroyOptions {
  readonly prefix?: string
  readonly region?: string
  /** CloudFormation service role that acts in place of the caller. */
  readonly roleArn?: string
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

export interface Destruction {
  readonly removed: readonly Removed[]
  /** What is still there although it should not be. */
  readonly leftovers: readonly Removed[]
  /** What could not be looked for, with the reason. */
  readonly unchecked: readonly string[]
}

/**
 * Removes everything of a deployment, then looks whether anything is left. It can be interrupted and run again: each
 * step removes what it finds.
 */
export async function destroy(options: DestroyOptions = {}): Promise<Destruction> {
  const { prefix = defaultPrefix, progress = silent, signal } = options
  requireValidPrefix(prefix)
  const connection = await connectToAws(options)
  const where = connection.endpoint === undefined ? '' : `, endpoint ${connection.endpoint}`
  progress.step(`Account ${connection.accountId}, Region ${connection.region}${where}`)
  const removal = { connection, progress, signal }
  const removed: Removed[] = []

  const client = new CloudFormationClient(connection.clientConfig)
  const stack = await findStack(client, prefix, signal)
  const logGroups = logGroupNames(prefix, stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'ApiId')?.OutputValue)
  if (stack) removed.push(...(await removeStack(client, stack, options, connection)))
  else progress.step(`There is no stack ${prefix}`)

  // Last, because a deployment that is interrupted and repeated needs the artifacts until its stack is gone.
  const s3 = new S3Client(connection.s3ClientConfig)
  removed.push(...(await removeOwnBucket(s3, artifactsBucketName(prefix, connection), removal)))
  for (const id of await removeLogGroups(connection, logGroups, signal))
    removed.push({ type: 'AWS::Logs::LogGroup', id })

  progress.step('Verifying that nothing is left')
  const { found, unchecked } = await findLeftovers(connection, prefix, logGroups, signal)
  for (const refusal of unchecked) progress.notice(`Could not look for ${refusal}`)
  return { removed, leftovers: found, unchecked }
}

async function removeStack(
  client: CloudFormationClient,
  stack: Stack,
  { roleArn, progress = silent, signal }: DestroyOptions,
  connection: AwsConnection,
): Promise<Removed[]> {
  if (stack.StackStatus !== 'REVIEW_IN_PROGRESS') requireOurStack(stack)
  const s3 = new S3Client(connection.s3ClientConfig)
  const emptied: Removed[] = []
  const clearTheWay = async () => {
    for (const bucket of await stackBuckets(client, stack.StackId!, signal)) {
      emptied.push(...(await emptyOwnBucket(s3, bucket, { connection, progress, signal })))
    }
  }
  const removed = await deleteStack(client, stack, { roleArn, progress, signal, clearTheWay })
  return [...emptied, ...removed]
}
