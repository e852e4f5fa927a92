import type { ContinueUpdateRollbackInput, ContinueUpdateRollbackOutput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import { passRole } from '../engine/deployment-actor.ts'
import { startRun } from '../engine/start-run.ts'
import type { Operation } from '../operation.ts'
import type { Stack } from '../stack.ts'
import { changeableStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
export const continueUpdateRollback: Operation<ContinueUpdateRollbackInput, ContinueUpdateRollbackOutput> = {
  honours: ['StackName', 'RoleARN', 'ResourcesToSkip', 'ClientRequestToken'],
  permissions: (input, call) => [
    stackPermission('cloudformation:ContinueUpdateRollback', input.StackName, call),
    ...passRole(input.RoleARN),
  ],
  run: (input, call) => {
    const stack = changeableStack(call, input.StackName!)
    const update = call.account.cloudFormation.failedRollbacks.get(stack.stackId)
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !update) {
      throw new AwsError(
        'ValidationError',
        `Stack:${stack.stackId} is in ${stack.status} state and can not continue to roll back.`,
      )
    }
    if (stack.parentId) throw new AwsError('ValidationError', 'RollbackUpdatedStack cannot be invoked on child stacks')
    checkSkippable(stack, input.ResourcesToSkip ?? [])
    startRun({ call, stack, roleArn: input.RoleARN, clientRequestToken: input.ClientRequestToken }, run =>
      update.rollBack(run, input.ResourcesToSkip),
    )
    return {}
  },
}

/**
 * "You can specify only resources that are in the UPDATE_FAILED state because a rollback failed": the page above. No
 * source is recorded for the words.
 */
function checkSkippable({ resources }: Stack, names: readonly string[]): void {
  const nested = names.find(name => name.includes('.'))
  if (nested) {
    const message = `The local AWS does not have ${nested} in ResourcesToSkip: it skips resources of the root stack only.`
    throw new AwsError('NotImplemented', message, 501)
  }
  const others = names.filter(name => resources.get(name)?.status !== 'UPDATE_FAILED')
  if (others.length === 0) return
  const message = `The resources [${others.join(', ')}] cannot be skipped: they are not in the UPDATE_FAILED state.`
  throw new AwsError('ValidationError', message)
}
