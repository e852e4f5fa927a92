import { type CloudFormationClient, DeleteStackCommand, type Stack } from '@aws-sdk/client-cloudformation'
import { CommandError } from '../command/command-error.ts'
import type { Progress } from '../command/progress.ts'
import { findStack, requireOurStack } from '../stack/find-stack.ts'
import { followStack } from '../stack/follow-stack.ts'
import { commandLine } from './prefix.ts'
import { rootCause } from '../stack/root-cause.ts'
import { eventLine, hasEnded } from '../stack/stack-event.ts'
import { StackEventReader } from '../stack/stack-event-reader.ts'

interface Preparation {
  readonly roleArn: string | undefined
  readonly progress: Progress
  readonly signal?: AbortSignal
}

/**
 * Brings the stack into a state from which CloudFormation can create or update it. Returns the stack, or undefined if
 * it must be created. docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html has the states.
 */
export async function prepareStack(
  client: CloudFormationClient,
  stackName: string,
  preparation: Preparation,
): Promise<Stack | undefined> {
  const { progress, signal } = preparation
  for (;;) {
    const stack = await findStack(client, stackName)
    const status = stack?.StackStatus
    if (!stack || !status || status === 'DELETE_COMPLETE') return undefined
    requireOurStack(stack)
    if (neverCompleted.has(status)) {
      progress.step(`Stack ${stackName} is ${status}, which CloudFormation cannot update: deleting it first`)
      await deleteRemains(client, stack, preparation)
    } else if (!hasEnded(status)) {
      progress.step(`Stack ${stackName} is ${status}: waiting for that to end`)
      await followStack(client, stack.StackId!, new StackEventReader(client, stack.StackId!), { progress, signal })
    } else if (stuck.has(status)) {
      throw new CommandError('STACK_STUCK', `Stack ${stackName} is ${status}: ${stack.StackStatusReason ?? ''}`, {
        nextStep: stuck.get(status)!.replace('STACK', stackName).replace('DESTROY', commandLine('destroy', stackName)),
      })
    } else {
      return stack
    }
  }
}

const neverCompleted = new Set(['REVIEW_IN_PROGRESS', 'CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'])

const stuck: ReadonlyMap<string, string> = new Map([
  ['DELETE_FAILED', 'Finish the removal: `DESTROY`. Then deploy again.'],
  [
    'UPDATE_ROLLBACK_FAILED',
    'Remove the obstacle of the rollback, run `aws cloudformation continue-update-rollback --stack-name STACK`, ' +
      'and deploy again; or start again: `DESTROY`.',
  ],
])

async function deleteRemains(client: CloudFormationClient, stack: Stack, preparation: Preparation): Promise<void> {
  const { roleArn, progress, signal } = preparation
  const reader = new StackEventReader(client, stack.StackId!)
  await reader.skipPast()
  const request = new DeleteStackCommand({ StackName: stack.StackId, RoleARN: roleArn })
  await client.send(request)
  const { status, events } = await followStack(client, stack.StackId!, reader, { progress, signal })
  if (status === 'DELETE_COMPLETE') return
  const cause = rootCause(events)
  throw new CommandError(
    'STACK_STUCK',
    `Stack ${stack.StackName} could not be deleted (${status})${cause ? `: ${eventLine(cause)}` : ''}`,
    {
      nextStep: `Remove it with everything in its bucket: \`${commandLine('destroy', stack.StackName!)}\`. Then deploy again.`,
    },
  )
}
