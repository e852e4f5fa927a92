import type {
  Capability,
  OnFailure,
  OperationEvent,
  Output,
  ResourceStatus,
  StackEvent,
  StackStatus,
  Tag,
} from '@aws-sdk/client-cloudformation'
import type { Properties } from './resources/resource-type.ts'
import type { DeletionPolicy, Template } from './template/template.ts'

/** The definition of a stack: everything that an update may change, and that a rollback restores. */
export interface Definition {
  readonly templateBody: string
  readonly template: Template
  /** The value of every declared parameter as text, defaults included. */
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: readonly Tag[]
  readonly capabilities: readonly Capability[]
}

export interface Stack {
  readonly stackId: string
  readonly stackName: string
  readonly creationTime: Date
  /** The stack whose template contains this one as AWS::CloudFormation::Stack. */
  readonly parentId?: string
  readonly rootId?: string
  /** The name of that resource. */
  readonly logicalIdInParent?: string
  definition: Definition
  status: StackStatus
  statusReason?: string
  lastUpdatedTime?: Date
  deletionTime?: Date
  /** The stack keeps it: later operations use it unless they name another. */
  roleArn?: string
  onFailure: OnFailure
  retainExceptOnCreate: boolean
  terminationProtection: boolean
  /** The change set that was executed last. */
  changeSetId?: string
  readonly resources: Map<string, StackResource>
  outputs: readonly Output[]
  /** Names of the exports that its resources and outputs use. */
  imports: ReadonlySet<string>
  /** Oldest first. */
  readonly events: StackEvent[]
  /** The findings of pre-deployment validation, which only DescribeEvents shows. */
  readonly validationErrors: OperationEvent[]
  /** The ClientRequestToken of the running operation. */
  clientRequestToken?: string
}

/** A resource as it was last applied. Records are replaced, never changed, so a rollback can keep the earlier one. */
export interface StackResource {
  readonly logicalId: string
  readonly type: string
  /** Unknown until the resource exists. */
  readonly physicalId?: string
  readonly ref?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly properties: Properties
  /** The logical ids that this resource needs. Deletion uses the reverse order. */
  readonly dependencies: readonly string[]
  readonly deletionPolicy: DeletionPolicy
  readonly updateReplacePolicy: DeletionPolicy
  readonly metadata?: unknown
  readonly status: ResourceStatus
  readonly statusReason?: string
  readonly timestamp: Date
}

export function isInProgress(stack: Stack): boolean {
  return stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS'
}

/** AWS remembers a deleted stack for 90 days, only by its id. */
export function isDeleted(stack: Stack): boolean {
  return stack.status === 'DELETE_COMPLETE'
}

export interface NewStack {
  readonly stackId: string
  readonly stackName: string
  readonly definition: Definition
  /** Default: `ROLLBACK`. A nested stack that cannot be created fails its parent, whose setting counts. */
  readonly onFailure?: OnFailure
  readonly roleArn?: string
  readonly retainExceptOnCreate?: boolean
  readonly terminationProtection?: boolean
  readonly clientRequestToken?: string
  readonly parent?: { readonly stack: Stack; readonly logicalId: string }
}

export function newStack({ parent, ...stack }: NewStack): Stack {
  return {
    onFailure: 'ROLLBACK',
    retainExceptOnCreate: false,
    terminationProtection: false,
    ...stack,
    ...(parent && {
      parentId: parent.stack.stackId,
      rootId: parent.stack.rootId ?? parent.stack.stackId,
      logicalIdInParent: parent.logicalId,
    }),
    creationTime: new Date(),
    status: 'REVIEW_IN_PROGRESS',
    resources: new Map(),
    outputs: [],
    imports: new Set(),
    events: [],
    validationErrors: [],
  }
}
