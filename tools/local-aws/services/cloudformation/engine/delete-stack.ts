import type { ResourceStatus } from '@aws-sdk/client-cloudformation'
import { isDeleted, type Stack, type StackResource } from '../stack.ts'
import { setStackStatus } from '../stack-events.ts'
import { deleteResources } from './delete-resources.ts'
import { Failures } from './failures.ts'
import type { StackRun } from './stack-run.ts'

export interface DeletionRequest {
  readonly reason?: string
  /** Only for a stack in DELETE_FAILED. */
  readonly retainResources?: readonly string[]
  /** FORCE_DELETE_STACK: resources that cannot be deleted are left. */
  readonly force?: boolean
}

export async function deleteStack(run: StackRun, request: DeletionRequest = {}): Promise<boolean> {
  const { stack, state } = run
  if (isDeleted(stack)) return true
  const before = stack.status
  setStackStatus(stack, 'DELETE_IN_PROGRESS', request.reason ?? 'User Initiated')
  const inUse = state.exports.reasonInUse(stack)
  if (inUse) {
    // Nothing was deleted, so the stack is again what it was: https://github.com/boto/botocore/issues/2590
    setStackStatus(stack, before, inUse)
    return false
  }
  const failures = new Failures()
  const complete = await deleteResources({
    run,
    resources: [...stack.resources.values()].filter(({ status }) => !gone(status)),
    failures,
    retains: ({ logicalId, deletionPolicy }) =>
      deletionPolicy !== 'Delete' || (request.retainResources?.includes(logicalId) ?? false),
    settled: recordDeletion(stack),
  })
  if (!complete && !request.force) {
    setStackStatus(stack, 'DELETE_FAILED', `${failures} `)
    return false
  }
  stack.deletionTime = new Date()
  stack.outputs = []
  setStackStatus(stack, 'DELETE_COMPLETE')
  return true
}

/** Keeps the record of a deleted resource for DescribeStackResources. */
export function recordDeletion(stack: Stack) {
  return ({ logicalId }: StackResource, status: ResourceStatus, statusReason?: string): void => {
    const known = stack.resources.get(logicalId)!
    stack.resources.set(logicalId, { ...known, status, statusReason, timestamp: new Date() })
  }
}

function gone(status: ResourceStatus): boolean {
  return status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED'
}
