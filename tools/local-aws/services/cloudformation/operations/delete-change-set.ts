import type { DeleteChangeSetInput, DeleteChangeSetOutput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { changeSetPermission, existingChangeSet } from './change-set-lookup.ts'

// Deleting a missing change set succeeds. The stack of a CREATE change set remains, in REVIEW_IN_PROGRESS.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html
export const deleteChangeSet: Operation<DeleteChangeSetInput, DeleteChangeSetOutput> = {
  honours: ['ChangeSetName', 'StackName'],
  permissions: (input, call) => [changeSetPermission('cloudformation:DeleteChangeSet', input, call)],
  run: (input, call) => {
    const state = call.account.cloudFormation
    if (input.ChangeSetName!.startsWith('arn:') && !state.changeSets.some(isNamed(input.ChangeSetName!))) return {}
    if (input.StackName && state.find(input.StackName) && !exists(input, call)) return {}
    const changeSet = existingChangeSet(input, call)
    if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS' || changeSet.status === 'CREATE_IN_PROGRESS') {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSet.changeSetId}] cannot be deleted in its current status of [${changeSet.status}]`,
      )
    }
    if (changeSet.parentChangeSetId) {
      throw new AwsError('InvalidChangeSetStatus', 'A nested change set is deleted with its root change set.')
    }
    state.dropChangeSet(changeSet)
    return {}
  },
}

const isNamed = (id: string) => (changeSet: { changeSetId: string }) => changeSet.changeSetId === id

function exists({ ChangeSetName, StackName }: DeleteChangeSetInput, call: Parameters<typeof existingChangeSet>[1]) {
  const state = call.account.cloudFormation
  const ofStack = state.changeSetsOf(state.find(StackName!)!)
  return ofStack.some(({ changeSetId, changeSetName }) => [changeSetId, changeSetName].includes(ChangeSetName!))
}
