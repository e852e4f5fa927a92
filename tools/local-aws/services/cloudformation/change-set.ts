import type {
  Change,
  ChangeSetStatus,
  ChangeSetType,
  ExecutionStatus,
  OnStackFailure,
  OperationEvent,
} from '@aws-sdk/client-cloudformation'
import type { Definition, Stack } from './stack.ts'

/** A planned change of a stack that waits to be executed. */
export interface ChangeSet {
  readonly changeSetId: string
  readonly changeSetName: string
  readonly type: ChangeSetType
  readonly stack: Stack
  readonly definition: Definition
  readonly description?: string
  readonly clientToken?: string
  readonly roleArn?: string
  readonly onStackFailure?: OnStackFailure
  readonly includeNestedStacks: boolean
  readonly creationTime: Date
  readonly parentChangeSetId?: string
  readonly rootChangeSetId?: string
  readonly validates: boolean
  readonly validationErrors: OperationEvent[]
  status: ChangeSetStatus
  statusReason?: string
  executionStatus: ExecutionStatus
  changes: readonly Change[]
}
