import { AwsError } from '../../../aws-error.ts'
import type { Permission } from '../../../iam/permission.ts'
import type { ChangeSet } from '../change-set.ts'
import type { Call } from '../operation.ts'
import { stackPermission } from './stack-lookup.ts'

export interface ChangeSetReference {
  readonly ChangeSetName?: string
  readonly StackName?: string
}

/** Finds a change set by its id, or by its name within a stack. */
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

/**
 * If a change set is named only by its ARN, IAM's resource is `changeSet/NAME/ID`; if a stack is named too, it is the
 * stack (github.com/widdix/complete-aws-iam-reference/issues/6; AWS's managed policy AWSServiceCatalogAdminFullAccess
 * lists changeSet/SC-* beside stack/SC-*).
 */
export function changeSetPermission(action: string, reference: ChangeSetReference, call: Call): Permission {
  const { ChangeSetName: name, StackName } = reference
  if (StackName === undefined && name?.startsWith('arn:')) return { action, resource: name }
  const byId = call.account.cloudFormation.changeSets.find(({ changeSetId }) => changeSetId === name)
  // Uses the change set's own stack, even if the caller names another.
  return stackPermission(action, byId?.stack.stackId ?? StackName, call)
}
