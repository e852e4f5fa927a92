import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import { CommandError } from '../command/command-error.ts'
import { isOwnBucket } from '../deploy/artifacts-bucket.ts'
import { awaitsInterfaces } from '../stack/follow-stack.ts'
import { resourcesIn, stackTree } from '../stack/stack-tree.ts'
import { attempt, noteFailure, type Removal } from './attempt.ts'
import { deleteStack } from './delete-stack.ts'
import { type FailedResource, failedLine } from './deletion-events.ts'
import { interfacesReleased, lambdaInterfaces, releaseAwaited } from './lambda-interfaces.ts'
import { emptyOwnBucket } from './remove-bucket.ts'
import type { Resource } from './resource.ts'

/** Deletes the stack and clears its obstacles. Returns why it still exists, if it does. */
export async function removeStack(stack: Stack, tree: readonly Resource[], removal: Removal): Promise<string> {
  const { failures } = removal
  const before = failures.length
  const failed = await attempt(removal, `Stack ${stack.StackName}`, () => removeResources(stack, tree, removal))
  if (failed === undefined) return failures.at(-1)!.message
  const reasons = failed.map(failedLine)
  // If a bucket could be emptied in a later try, its earlier failure no longer counts.
  if (failed.length === 0) failures.splice(before)
  return failed.length === 0 ? '' : `DELETE_FAILED: ${reasons.join('; ')}`
}

async function removeResources(
  stack: Stack,
  tree: readonly Resource[],
  removal: Removal,
): Promise<readonly FailedResource[]> {
  requireUnprotected(stack)
  const { connection, progress, pace, until, signal, removed } = removal
  const client = connection.clients.get(CloudFormationClient)
  const vpcIds = tree.filter(({ type }) => type === 'AWS::EC2::VPC').map(({ id }) => id)
  const waiting = { progress, pace, until, signal }
  const removeObstacles = async (attempt: number) => {
    const current = resourcesIn(await stackTree(client, stack.StackId!))
    await emptyBuckets(current, removal)
    // Lambda releases nothing while the functions exist.
    const released = attempt > 1 && !current.some(({ type }) => type === 'AWS::Lambda::Function')
    if (released) await interfacesReleased(connection, vpcIds, waiting)
  }
  const { failed } = await deleteStack(client, stack, {
    roleArn: removal.roleArn,
    ...waiting,
    removeObstacles,
    onRemoved: some => removed.push(...some),
    explain: async open => {
      if (!open.some(awaitsInterfaces)) return undefined
      const interfaces = await lambdaInterfaces(connection, vpcIds)
      return interfaces?.length ? releaseAwaited(interfaces) : undefined
    },
  })
  return failed
}

/**
 * Empties the buckets that the stack itself has made. It does not go by name: if a creation failed because someone's
 * bucket already has the name, that bucket must never be emptied. A bucket that cannot be emptied fails its own
 * deletion, not that of the others.
 */
async function emptyBuckets(tree: readonly Resource[], removal: Removal): Promise<void> {
  const { connection, signal } = removal
  const s3 = connection.clients.get(S3Client)
  for (const { id } of tree.filter(({ type }) => type === 'AWS::S3::Bucket')) {
    try {
      if (await isOwnBucket(s3, id, connection.accountId)) await emptyOwnBucket(s3, id, removal)
    } catch (error) {
      signal?.throwIfAborted()
      noteFailure(removal, `Bucket ${id}`, error)
    }
  }
}

/** Checks this before anything is emptied; CloudFormation would refuse only afterwards. */
function requireUnprotected({ StackName, EnableTerminationProtection }: Stack): void {
  if (!EnableTerminationProtection) return
  throw new CommandError(
    'STACK_PROTECTED',
    `Stack ${StackName} has TerminationProtection, so somebody wants to keep it. Nothing of it was changed.`,
    {
      nextStep: `To remove it nevertheless: \`aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${StackName}\`.`,
    },
  )
}
