import { type CloudFormationClient, ExecuteChangeSetCommand, type Stack } from '@aws-sdk/client-cloudformation'
import { CommandError } from '../command/command-error.ts'
import type { Progress } from '../command/progress.ts'
import { createChangeSet, discardChangeSet, referenceTo, type StackRequest } from './change-set.ts'
import { findStack } from '../stack/find-stack.ts'
import { type FollowedOperation, followStack } from '../stack/follow-stack.ts'
import { commandLine } from './prefix.ts'
import { nextStepFor } from './reason-next-step.ts'
import { rootCause } from '../stack/root-cause.ts'
import { resourcePath } from '../stack/stack-event.ts'
import { StackEventReader } from '../stack/stack-event-reader.ts'

export interface AppliedStack {
  readonly stack: Stack
  readonly changed: boolean
}

/** Creates or updates the stack through a change set, and follows the operation to its end. */
export async function applyStack(
  client: CloudFormationClient,
  request: StackRequest,
  following: { readonly progress: Progress; readonly signal?: AbortSignal },
): Promise<AppliedStack> {
  const { progress } = following
  progress.step(`Planning the ${request.type === 'CREATE' ? 'creation' : 'update'} of stack ${request.stackName}`)
  const changeSet = await createChangeSet(client, request, following)
  if (changeSet.empty) {
    progress.step('No changes: the stack is as it should be')
    return { stack: (await findStack(client, changeSet.stackId))!, changed: false }
  }
  const reader = new StackEventReader(client, changeSet.stackId)
  await reader.skipPast()
  progress.step(`${request.type === 'CREATE' ? 'Creating' : 'Updating'} stack ${request.stackName}`)
  try {
    await client.send(new ExecuteChangeSetCommand(referenceTo(changeSet)))
  } catch (error) {
    await discardChangeSet(client, request, changeSet)
    throw error
  }
  const ended = await followOrTell(client, changeSet.stackId, request.stackName, reader, following)
  if (!succeeded.has(ended.status)) throw failed(request, ended)
  return { stack: ended.stack!, changed: true }
}

const succeeded = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE'])

async function followOrTell(
  client: CloudFormationClient,
  stackId: string,
  stackName: string,
  reader: StackEventReader,
  following: { readonly progress: Progress; readonly signal?: AbortSignal },
): Promise<FollowedOperation> {
  try {
    return await followStack(client, stackId, reader, following)
  } catch (error) {
    if (following.signal?.aborted) {
      following.progress.notice(
        `CloudFormation keeps working on stack ${stackName}: \`${commandLine('deploy', stackName)}\` waits for it, ` +
          `\`${commandLine('destroy', stackName)}\` removes it.`,
      )
    }
    throw error
  }
}

function failed(request: StackRequest, { status, events }: FollowedOperation): CommandError {
  const verb = request.type === 'CREATE' ? 'creation' : 'update'
  const cause = rootCause(events)
  if (!cause) {
    return new CommandError('DEPLOY_FAILED', `The ${verb} of stack ${request.stackName} ended ${status}.`, {
      nextStep: 'The events above say why.',
    })
  }
  return new CommandError(
    'DEPLOY_FAILED',
    `The ${verb} of stack ${request.stackName} ended ${status}, because ${resourcePath(cause)} (${cause.type}) is ` +
      `${cause.status}: ${cause.reason || 'no reason given'}`,
    { nextStep: nextStepFor(cause.reason) ?? defaultNextStep(status, request.stackName) },
  )
}

function defaultNextStep(status: string, stackName: string): string {
  const deploy = commandLine('deploy', stackName)
  if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    return `The stack is as it was before. Correct what the reason names, and run \`${deploy}\` again.`
  }
  const destroy = commandLine('destroy', stackName)
  return `Correct what the reason names, and run \`${deploy}\` again (it removes what is left of this one), or \`${destroy}\`.`
}
