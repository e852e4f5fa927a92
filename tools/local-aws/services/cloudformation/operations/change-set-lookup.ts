import { AwsError } from '../../../aws-error.ts'
import type { Call, Permission } from '../../../operation.ts'
import type { ChangeSet } from '../change-set.ts'
import { stackPermission } from './stack-lookup.ts'

export interface ChangeSetReference {
  readonly ChangeSetName?: string
  readonly StackName?: string
}

/** A change set by its id, or by its name within a stack. */
export function existingChangeSet(reference: ChangeSetReference, { account }: Call): ChangeSet {
  const { ChangeSetName: name, StackName } = reference
  const state = account.cloudFormation
  if (name!.startsWith('arn:')) {
    const changeSet = state.changeSets.find(({ changeSetId }) => changeSetId === name)
    if (changeSet) return changeSet
    throw new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404)
  }
  if (!StackName) {
    throw new AwsError('ValidationError', 'StackName must be specified if ChangeSetName is not specified as an ARN.')
  }
  const stack = state.find(StackName)
  if (!stack) throw new AwsError('ValidationError', `Stack [${StackName}] does not exist`)
  const changeSet = state.changeSetsOf(stack).find(({ changeSetName }) => changeSetName === name)
  if (changeSet) return changeSet
  throw new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404)
}

/** IAM knows change sets by their stack. */
export function changeSetPermission(action: string, reference: ChangeSetReference, call: Call): Permission {
  const { changeSets } = call.account.cloudFormation
  const byId = changeSets.find(({ changeSetId }) => changeSetId === reference.ChangeSetName)
  return stackPermission(action, byId?.stack.stackId ?? reference.StackName, call)
}
