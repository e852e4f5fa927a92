import type { DeleteStackInput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import { deleteStack as remove } from '../engine/delete-stack.ts'
import { passRole } from '../engine/deployment-actor.ts'
import { startRun } from '../engine/start-run.ts'
import type { Operation } from '../operation.ts'
import { isDeleted, type Stack } from '../stack.ts'
import { refuseWhileInProgress, stackPermission } from './stack-lookup.ts'

// Answers before the work starts. Deleting a missing stack succeeds.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
export const deleteStack: Operation<DeleteStackInput, object> = {
  honours: ['StackName', 'RetainResources', 'RoleARN', 'ClientRequestToken', 'DeletionMode'],
  permissions: (input, call) => [
    stackPermission('cloudformation:DeleteStack', input.StackName, call),
    ...passRole(input.RoleARN),
  ],
  run: (input, call) => {
    const state = call.account.cloudFormation
    const stack = state.find(input.StackName!)
    if (!stack || isDeleted(stack) || stack.status === 'DELETE_IN_PROGRESS') return {}
    refuseProtected(stack, state.find(stack.rootId ?? stack.stackId)!)
    refuseUnlessFailed(stack, input)
    // A creation is interrupted; a rollback is awaited.
    if (stack.status === 'CREATE_IN_PROGRESS') state.cancel(stack)
    else if (stack.status !== 'ROLLBACK_IN_PROGRESS') refuseWhileInProgress(stack, 'deleted')
    for (const changeSet of state.changeSetsOf(stack)) state.dropChangeSet(changeSet)
    startRun({ call, stack, roleArn: input.RoleARN, clientRequestToken: input.ClientRequestToken }, run =>
      remove(run, {
        retainResources: input.RetainResources,
        force: input.DeletionMode === 'FORCE_DELETE_STACK',
      }),
    )
    return {}
  },
}

function refuseProtected(stack: Stack, root: Stack): void {
  if (!root.terminationProtection) return
  throw new AwsError(
    'ValidationError',
    `Stack [${stack.stackName}] cannot be deleted while TerminationProtection is enabled`,
  )
}

/** RetainResources and FORCE_DELETE_STACK are only for a stack whose deletion has failed. */
function refuseUnlessFailed(stack: Stack, { RetainResources, DeletionMode }: DeleteStackInput): void {
  if (stack.status === 'DELETE_FAILED') return refuseGone(stack, RetainResources ?? [])
  if (RetainResources?.length) {
    throw new AwsError(
      'ValidationError',
      `Invalid operation on stack [${stack.stackId}]. The following resource(s) to retain can only be specified when ` +
        `the stack is in the DELETE_FAILED state.`,
    )
  }
  if (DeletionMode === 'FORCE_DELETE_STACK') {
    throw new AwsError(
      'ValidationError',
      `Invalid operation on stack [${stack.stackId}]. You can activate DeletionMode FORCE_DELETE_STACK in a delete ` +
        `stack operation only when the stack is in the DELETE_FAILED state.`,
    )
  }
}

/** https://github.com/rebuy-de/aws-nuke/issues/270 */
function refuseGone({ resources }: Stack, retained: readonly string[]): void {
  if (!retained.some(name => resources.get(name)?.status === 'DELETE_COMPLETE')) return
  throw new AwsError(
    'ValidationError',
    'The specified resources to retain must be in a valid state. Do not specify resources that are in the ' +
      'DELETE_COMPLETE state.',
  )
}
