import type { ExecuteChangeSetInput, ExecuteChangeSetOutput, OnFailure } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import { notHonoured } from '../../../honoured-members.ts'
import type { ChangeSet } from '../change-set.ts'
import { createStack } from '../engine/create-stack.ts'
import { startRun } from '../engine/start-run.ts'
import { updateStack } from '../engine/update-stack.ts'
import type { Operation } from '../operation.ts'
import { changeSetPermission, existingChangeSet } from './change-set-lookup.ts'
import { refuseUnlessUpdatable } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
export const executeChangeSet: Operation<ExecuteChangeSetInput, ExecuteChangeSetOutput> = {
  honours: ['ChangeSetName', 'StackName', 'ClientRequestToken', 'DisableRollback', 'RetainExceptOnCreate'],
  permissions: (input, call) => [changeSetPermission('cloudformation:ExecuteChangeSet', input, call)],
  run: (input, call) => {
    const changeSet = existingChangeSet(input, call)
    const { stack } = changeSet
    refuseUnlessExecutable(changeSet)
    if (changeSet.type === 'UPDATE') {
      refuseForCreationOnly(input)
      refuseUnlessUpdatable(stack)
    } else {
      stack.onFailure = onFailureOf(changeSet, input)
      stack.retainExceptOnCreate = input.RetainExceptOnCreate ?? false
      stack.definition = changeSet.definition
    }
    const state = call.account.cloudFormation
    const request = {
      call,
      stack,
      roleArn: changeSet.roleArn,
      clientRequestToken: input.ClientRequestToken,
      // The change set was validated when it was made.
      disableValidation: !changeSet.validates,
    }
    startRun(request, run => {
      // Executing one change set deletes all others of the stack: their starting point no longer exists.
      for (const other of state.changeSetsOf(stack)) if (other !== changeSet) state.dropChangeSet(other)
      stack.changeSetId = changeSet.changeSetId
      changeSet.executionStatus = 'EXECUTE_IN_PROGRESS'
      const work = changeSet.type === 'CREATE' ? createStack(run) : updateStack(run, changeSet.definition)
      return work.then(complete => {
        changeSet.executionStatus = complete ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED'
      })
    })
    return {}
  },
}

/** @throws AwsError NotImplemented, since an update does not support these two here */
function refuseForCreationOnly(input: ExecuteChangeSetInput): void {
  const given = (['DisableRollback', 'RetainExceptOnCreate'] as const).find(name => input[name])
  if (given) throw notHonoured(given, 'cloudformation:ExecuteChangeSet (of type UPDATE)')
}

function refuseUnlessExecutable(changeSet: ChangeSet): void {
  if (changeSet.parentChangeSetId) {
    throw new AwsError('ValidationError', 'Nested change sets cannot be executed: execute the root change set.')
  }
  if (changeSet.executionStatus === 'AVAILABLE') return
  // The words about an execution status, on 2021-02-23: https://github.com/aws/amazon-chime-sdk-js/issues/1089
  const status =
    changeSet.status === 'CREATE_COMPLETE'
      ? `execution status of [${changeSet.executionStatus}]`
      : `status of [${changeSet.status}]`
  const message = `ChangeSet [${changeSet.changeSetId}] cannot be executed in its current ${status}`
  throw new AwsError('InvalidChangeSetStatus', message)
}

function onFailureOf({ onStackFailure }: ChangeSet, { DisableRollback }: ExecuteChangeSetInput): OnFailure {
  if (onStackFailure && DisableRollback !== undefined) {
    throw new AwsError('ValidationError', 'You can specify either DisableRollback or OnStackFailure, but not both.')
  }
  return onStackFailure ?? (DisableRollback ? 'DO_NOTHING' : 'ROLLBACK')
}
