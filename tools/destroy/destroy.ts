import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import { type AwsConnection, connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import { artifactsBucketName } from '../deploy/artifacts-bucket.ts'
import { awaitsInterfaces, findStack } from '../deploy/follow-stack.ts'
import { defaultPrefix, requireValidPrefix } from '../deploy/prefix.ts'
import { requireOurStack } from '../deploy/prepare-stack.ts'
import { observerName } from '../verify/observer/observer-name.ts'
import { type DeletedStack, deleteStack } from './delete-stack.ts'
import { failedLine } from './failed-resources.ts'
import { interfacesReleased, lambdaInterfaces, releaseAwaited } from './lambda-interfaces.ts'
import type { Leftover } from './leftover.ts'
import { findLeftovers } from './leftovers.ts'
import { logGroupsOf, removeLogGroups } from './log-groups.ts'
import { hasObserver, removeObserver } from './observer-function.ts'
import { defaultPace, type Pace } from './pace.ts'
import { emptyOwnBucket, removeOwnBucket } from './remove-bucket.ts'
import type { Removed } from './removed.ts'
import { stackTree } from './stack-tree.ts'

export interface DestroyOptions {
  readonly prefix?: string
  readonly region?: string
  /** CloudFormation service role that acts in place of the caller. */
  readonly roleArn?: string
  readonly progress?: Progress
  readonly signal?: AbortSignal
  readonly pace?: Pace
}

export interface Destruction {
  readonly removed: readonly Removed[]
  /** What is still there although it should not be. */
  readonly leftovers: readonly Leftover[]
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
  const removed: Removed[] = []

  const client = new CloudFormationClient(connection.clientConfig)
  const stack = await findStack(client, prefix, signal)
  if (stack && stack.StackStatus !== 'REVIEW_IN_PROGRESS') requireOurStack(stack)
  const logGroups = logGroupsOf(prefix, stack)
  // First, because it holds the network interfaces without which the stack's subnets can be deleted.
  if (await hasObserver(connection, prefix, signal)) {
    progress.step(`Deleting function ${observerName(prefix)}, which a verification has left`)
    await removeObserver(connection, prefix, signal)
    removed.push({ type: 'AWS::Lambda::Function', id: observerName(prefix) })
  }
  let failed: DeletedStack['failed'] = []
  if (stack) {
    const deleted = await removeStack(client, stack, options, connection)
    removed.push(...deleted.removed)
    failed = deleted.failed
  } else {
    progress.step(`There is no stack ${prefix}`)
  }

  // After the stack, because a deployment that is interrupted and repeated needs the artifacts until it is gone, and
  // because logs that arrive late bring their groups back.
  const s3 = new S3Client(connection.s3ClientConfig)
  const artifacts = artifactsBucketName(prefix, connection)
  removed.push(...(await removeOwnBucket(s3, artifacts, { connection, progress, ...(signal && { signal }) })))
  for (const id of await removeLogGroups(connection, logGroups, signal))
    removed.push({ type: 'AWS::Logs::LogGroup', id })

  progress.step('Verifying that nothing is left')
  const { found, unchecked } = await findLeftovers(connection, prefix, logGroups, signal)
  for (const refusal of unchecked) progress.notice(`Could not look for ${refusal}`)
  const reasons = failed.map(failedLine).join('; ')
  const leftovers = found.map(one =>
    one.type === 'AWS::CloudFormation::Stack' && reasons ? { ...one, note: `DELETE_FAILED: ${reasons}` } : one,
  )
  return { removed, leftovers, unchecked }
}

async function removeStack(
  client: CloudFormationClient,
  stack: Stack,
  { roleArn, progress = silent, signal, pace = defaultPace }: DestroyOptions,
  connection: AwsConnection,
): Promise<DeletedStack> {
  const s3 = new S3Client(connection.s3ClientConfig)
  const emptied: Removed[] = []
  const waiting = { progress, pace, ...(signal && { signal }) }
  const vpcIds = (await stackTree(client, stack.StackId!, signal)).filter(isVpc).map(({ id }) => id)
  const waitUntil = performance.now() + pace.limitMs
  const clearTheWay = async (attempt: number) => {
    const tree = await stackTree(client, stack.StackId!, signal)
    // Those that the stack has made, not by name: a creation that failed because someone's bucket has the name already
    // must never lead to that bucket being emptied.
    for (const { id } of tree.filter(({ type }) => type === 'AWS::S3::Bucket')) {
      emptied.push(...(await emptyOwnBucket(s3, id, { connection, progress, ...(signal && { signal }) })))
    }
    // While there are functions, nothing is released.
    const released = attempt > 1 && !tree.some(({ type }) => type === 'AWS::Lambda::Function')
    if (released) await interfacesReleased(connection, vpcIds, { ...waiting, until: waitUntil })
  }
  const { removed, failed } = await deleteStack(client, stack, {
    roleArn,
    ...waiting,
    clearTheWay,
    explain: async open => {
      if (!open.some(awaitsInterfaces)) return undefined
      const interfaces = await lambdaInterfaces(connection, vpcIds, signal)
      return interfaces?.length ? releaseAwaited(interfaces) : undefined
    },
  })
  return { removed: [...emptied, ...removed], failed }
}

function isVpc({ type }: Removed): boolean {
  return type === 'AWS::EC2::VPC'
}
