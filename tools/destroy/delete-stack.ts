import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import { CommandError } from '../command/command-error.ts'
import type { Progress } from '../command/progress.ts'
import { findStack, followStack } from '../deploy/follow-stack.ts'
import { commandLine } from '../deploy/prefix.ts'
import { rootCause } from '../deploy/root-cause.ts'
import { hasEnded, resourcePath, type StackEvent } from '../deploy/stack-event.ts'
import { StackEventReader } from '../deploy/stack-event-reader.ts'
import { type Removed, removedByStack } from './removed.ts'

export interface StackDeletion {
  readonly roleArn: string | undefined
  readonly progress: Progress
  readonly signal?: AbortSignal
  /** Called before each attempt: what keeps the stack from being deleted, such as a bucket's objects, goes first. */
  readonly clearTheWay: () => Promise<void>
}

/** Deletes the stack and waits until it is gone; a deletion that fails is tried once more. */
export async function deleteStack(
  client: CloudFormationClient,
  stack: Stack,
  deletion: StackDeletion,
): Promise<Removed[]> {
  const { progress } = deletion
  const removed: Removed[] = []
  const stackId = stack.StackId!
  for (const attempt of [1, 2]) {
    await deletion.clearTheWay()
    const ended = await deleteOnce(client, stackId, stack.StackName!, deletion)
    removed.push(...removedByStack(ended.events))
    if (ended.status === 'DELETE_COMPLETE') return removed
    const cause = rootCause(ended.events)
    const because = cause ? `: ${resourcePath(cause)} (${cause.type}): ${cause.reason}` : ''
    if (attempt === 1) progress.notice(`The deletion ended ${ended.status}${because}. Trying once more.`)
    else throw notDeleted(stack.StackName!, ended.status, because, removed)
  }
  return removed
}

async function deleteOnce(
  client: CloudFormationClient,
  stackId: string,
  stackName: string,
  { roleArn, progress, signal }: StackDeletion,
): Promise<{ status: string; events: readonly StackEvent[] }> {
  const reader = new StackEventReader(client, stackId)
  const current = await findStack(client, stackId, signal)
  // A deletion that an interrupted command has started: its events are wanted too.
  if (current?.StackStatus !== 'DELETE_IN_PROGRESS') {
    await reader.skipPast(signal)
    progress.step(`Deleting stack ${stackName}`)
    await requestDeletion(client, stackId, roleArn, progress, signal)
  } else {
    progress.step(`Stack ${stackName} is being deleted: waiting`)
  }
  return followStack(client, stackId, reader, { progress, signal })
}

async function requestDeletion(
  client: CloudFormationClient,
  stackId: string,
  roleArn: string | undefined,
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const request = new DeleteStackCommand({ StackName: stackId, RoleARN: roleArn })
  try {
    await client.send(request, { abortSignal: signal })
  } catch (error) {
    const status = (await findStack(client, stackId, signal))?.StackStatus ?? 'DELETE_COMPLETE'
    const busy = error instanceof CloudFormationServiceException && error.name === 'ValidationError'
    if (!busy || hasEnded(status)) throw error
    // An update or a rollback cannot be cut short: it ends first.
    progress.step(`The stack is ${status}: waiting for that to end`)
    await followStack(client, stackId, new StackEventReader(client, stackId), { progress, signal })
    await client.send(request, { abortSignal: signal })
  }
}

function notDeleted(name: string, status: string, because: string, removed: readonly Removed[]): CommandError {
  return new CommandError(
    'DELETE_FAILED',
    `Stack ${name} could not be deleted, it is ${status}${because}. ${removed.length} resources are gone.`,
    {
      nextStep:
        `Remove what the reason names, then run \`${commandLine('destroy', name)}\` again; it goes on where it stopped. ` +
        'Network interfaces of functions go by themselves, within 45 minutes.',
    },
  )
}
