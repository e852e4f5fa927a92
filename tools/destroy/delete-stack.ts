import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import type { Progress } from '../command/progress.ts'
import { findStack } from '../stack/find-stack.ts'
import { type FollowedOperation, type Following, followStack } from '../stack/follow-stack.ts'
import { hasEnded, type StackEvent } from '../stack/stack-event.ts'
import { StackEventReader } from '../stack/stack-event-reader.ts'
import { failedLine, type FailedResource, failedResources, removedResources } from './deletion-events.ts'
import { defaultPace, type Pace } from './pace.ts'
import type { Resource } from './resource.ts'

export interface StackDeletion {
  readonly roleArn: string | undefined
  readonly progress: Progress
  readonly signal?: AbortSignal
  readonly pace?: Pace
  /** The time limit, on the clock of performance.now(). Default: after the limit of the pace. */
  readonly until?: number
  /** Called with removed resources during the deletion, so that they are known even if it ends in an error. */
  readonly onRemoved?: (removed: readonly Resource[]) => void
  readonly explain?: Following['explain']
  /** Called before each try, from 1 on. It removes the obstacles to the deletion. */
  readonly removeObstacles: (attempt: number) => Promise<void>
}

export interface DeletedStack {
  readonly removed: readonly Resource[]
  /** Empty if the stack is gone. */
  readonly failed: readonly FailedResource[]
}

/** Deletes the stack and waits until it is gone. After each pause a failed deletion is tried again. */
export async function deleteStack(
  client: CloudFormationClient,
  stack: Stack,
  deletion: StackDeletion,
): Promise<DeletedStack> {
  const { progress, signal, pace = defaultPace, onRemoved = () => {} } = deletion
  const until = deletion.until ?? performance.now() + pace.limitMs
  const removed: Resource[] = []
  const onEvents = (events: readonly StackEvent[]) => {
    const some = removedResources(events)
    removed.push(...some)
    onRemoved(some)
  }
  const tries = pace.pausesMs.length + 1
  for (let attempt = 1; ; attempt += 1) {
    await deletion.removeObstacles(attempt)
    const {
      status,
      stack: left,
      events,
    } = await deleteOnce(client, stack.StackId!, stack.StackName!, {
      ...deletion,
      until,
      onEvents,
    })
    if (status === 'DELETE_COMPLETE') return { removed, failed: [] }
    const resources = failedResources(events)
    const failed = resources.length > 0 ? resources : [ofStack(left ?? stack)]
    const pauseMs = performance.now() < until ? pace.pausesMs[attempt - 1] : undefined
    const next = pauseMs === undefined ? 'That was the last try.' : `Trying again in ${Math.round(pauseMs / 1000)} s.`
    progress.notice(`The deletion ended ${status}, try ${attempt} of ${tries}. ${next}`)
    for (const resource of failed) progress.detail(failedLine(resource))
    if (pauseMs === undefined) return { removed, failed }
    await sleep(pauseMs, undefined, { signal })
  }
}

async function deleteOnce(
  client: CloudFormationClient,
  stackId: string,
  stackName: string,
  deletion: StackDeletion & { readonly until: number } & Pick<Following, 'onEvents'>,
): Promise<FollowedOperation> {
  const reader = new StackEventReader(client, stackId)
  const { roleArn, progress, signal, explain, until, onEvents, pace = defaultPace } = deletion
  const following: Following = {
    progress,
    quietMs: pace.quietMs,
    limitMs: Math.max(0, until - performance.now()),
    signal,
    explain,
    onEvents,
  }
  const current = await findStack(client, stackId)
  // An interrupted command may have started the deletion. Its events are needed too.
  if (current?.StackStatus !== 'DELETE_IN_PROGRESS') {
    await reader.skipPast()
    progress.step(`Deleting stack ${stackName}`)
    await requestDeletion(client, stackId, roleArn, following)
  } else {
    progress.step(`Stack ${stackName} is being deleted: waiting`)
  }
  return followStack(client, stackId, reader, following)
}

async function requestDeletion(
  client: CloudFormationClient,
  stackId: string,
  roleArn: string | undefined,
  following: Following,
): Promise<void> {
  const { progress } = following
  const request = new DeleteStackCommand({ StackName: stackId, RoleARN: roleArn })
  try {
    await client.send(request)
  } catch (error) {
    const busy = error instanceof CloudFormationServiceException && error.name === 'ValidationError'
    const stack = busy ? await findStack(client, stackId) : undefined
    if (!stack || hasEnded(stack.StackStatus!)) throw error
    // An update or a rollback cannot be interrupted, so it must end first.
    progress.step(`The stack is ${stack.StackStatus}: waiting for that to end`)
    const { onEvents: _, ...waiting } = following
    await followStack(client, stackId, new StackEventReader(client, stackId), waiting)
    await client.send(request)
  }
}

// A stack whose export is in use has its earlier status again, and only the reason says why:
// https://github.com/boto/botocore/issues/2590
function ofStack({ StackName, StackId, StackStatus, StackStatusReason }: Stack): FailedResource {
  const reason = StackStatusReason ?? StackStatus!
  return { path: StackName!, type: 'AWS::CloudFormation::Stack', id: StackId!, reason }
}
