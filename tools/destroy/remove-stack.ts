import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import { CommandError } from '../command/command-error.ts'
import { isOwnBucket } from '../deploy/artifacts-bucket.ts'
import { awaitsInterfaces } from '../deploy/follow-stack.ts'
import { resourcesIn, stackTree } from '../deploy/stack-tree.ts'
import { deleteStack } from './delete-stack.ts'
import { type FailedResource, failedLine } from './failed-resources.ts'
import { interfacesReleased, lambdaInterfaces, releaseAwaited } from './lambda-interfaces.ts'
import { attempt, noteFailure, type Removal } from './removal-steps.ts'
import { emptyOwnBucket } from './remove-bucket.ts'
import type { Resource } from './resource.ts'

/** Deletes the stack, with all that keeps it from going; returns why it is still there, when it is. */
export async function removeStack(stack: Stack, tree: readonly Resource[], removal: Removal): Promise<string> {
  const { failures } = removal
  const before = failures.length
  const failed = await attempt(removal, `Stack ${stack.StackName}`, () => removeResources(stack, tree, removal))
  if (failed === undefined) return failures.at(-1)!.message
  const reasons = failed.map(failedLine)
  // A bucket that could not be emptied at first and was later is no failure any more.
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
  const clearTheWay = async (attempt: number) => {
    const current = resourcesIn(await stackTree(client, stack.StackId!))
    await emptyBuckets(current, removal)
    // While there are functions, nothing is released.
    const released = attempt > 1 && !current.some(({ type }) => type === 'AWS::Lambda::Function')
    if (released) await interfacesReleased(connection, vpcIds, waiting)
  }
  const { failed } = await deleteStack(client, stack, {
    roleArn: removal.roleArn,
    ...waiting,
    clearTheWay,
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
 * Those that the stack has made, not by name: a creation that failed because someone's bucket has the name already must
 * never lead to that bucket being emptied. What cannot be emptied fails the deletion of its bucket, not of all others.
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

/** Before anything is emptied: CloudFormation would refuse only after that. */
function requireUnprotected({ StackName, EnableTerminationProtection }: Stack): void {
  if (!EnableTerminationProtection) return
  throw new CommandError(
    'STACK_PROTECTED',
    `Stack ${StackName} has TerminationProtection: somebody wants it to stay. Nothing of it was touched.`,
    {
      nextStep: `If it may go: \`aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${StackName}\`.`,
    },
  )
}
