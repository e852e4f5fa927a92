import { AwsError } from '../../../aws-error.ts'
import type { Permission } from '../../../iam/permission.ts'
import type { Call } from '../operation.ts'
import { isDeleted, isInProgress, type Stack } from '../stack.ts'

/** Finds a stack by name or id. A deleted one is found only by its id. */
export function existingStack({ account }: Call, nameOrId: string): Stack {
  const stack = account.cloudFormation.find(nameOrId)
  if (!stack) throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`)
  return stack
}

/** Operations on resources and templates have other words for the same refusal. */
export function namedStack({ account }: Call, nameOrId: string): Stack {
  const stack = account.cloudFormation.find(nameOrId)
  if (!stack) throw new AwsError('ValidationError', `Stack '${nameOrId}' does not exist`)
  return stack
}

/** DescribeStackEvents has its own words: "Stack [name] does not exist". */
export function unquotedStack({ account }: Call, nameOrId: string): Stack {
  const stack = account.cloudFormation.find(nameOrId)
  if (!stack) throw new AwsError('ValidationError', `Stack [${nameOrId}] does not exist`)
  return stack
}

/** Finds a stack that an operation is about to change. */
export function changeableStack(call: Call, nameOrId: string): Stack {
  const stack = existingStack(call, nameOrId)
  if (isDeleted(stack)) throw new AwsError('ValidationError', `Stack [${stack.stackName}] does not exist`)
  return stack
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-console-view-stack-data-resources-status-codes
const updatable = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]

/**
 * A stack that kept its resources after a failure can be updated only if the update keeps them too, which is not built
 * here. Words: https://github.com/aws/aws-cli/issues/6368
 */
export function refuseUnlessUpdatable(stack: Stack): void {
  if (updatable.includes(stack.status)) return
  if (keptAfterFailure(stack)) {
    throw new AwsError(
      'ValidationError',
      `This stack is currently in a non-terminal [${stack.status}] state. To update the stack from this state, please ` +
        'use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the ' +
        'rollback-stack API',
    )
  }
  throw new AwsError('ValidationError', `Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`)
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html */
export function keptAfterFailure({ status, parentId }: Stack): boolean {
  return status === 'CREATE_FAILED' && parentId === undefined
}

export function refuseWhileInProgress(stack: Stack, verb: string): void {
  if (!isInProgress(stack)) return
  throw new AwsError('ValidationError', `Stack [${stack.stackName}] cannot be ${verb} while in status ${stack.status}`)
}

/**
 * The IAM action of an operation that takes a template, with the types that the request allows.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export function templatePermission(
  action: string,
  { StackName, ResourceTypes }: { readonly StackName?: string; readonly ResourceTypes?: readonly string[] },
  call: Call,
): Permission {
  const permission = stackPermission(action, StackName, call)
  return ResourceTypes ? { ...permission, context: { 'cloudformation:ResourceTypes': ResourceTypes } } : permission
}

/** The IAM action on the named stack, which need not exist yet. */
export function stackPermission(action: string, nameOrId: string | undefined, { account }: Call): Permission {
  if (nameOrId === undefined) return { action, resource: account.arn('cloudformation', 'stack/*/*') }
  const resource = nameOrId.startsWith('arn:') ? nameOrId : account.cloudFormation.stackArn(nameOrId)
  return { action, resource }
}
