import type { Identity } from '../../../iam/identity.ts'
import type { Account } from '../operation.ts'
import type { Clients } from '../resources/clients.ts'
import type { NestedStacks } from '../resources/nested-stacks.ts'
import type { Stack } from '../stack.ts'
import type { CloudFormationState } from '../state.ts'
import type { Activity } from './activity.ts'
import type { StackUpdate } from './update-stack.ts'

/** One running operation on one stack. A nested stack's run shares its parent's clients and stops with it. */
export interface StackRun {
  readonly account: Account
  readonly state: CloudFormationState
  readonly stack: Stack
  /** For a nested stack: the parent's run, which decides on rollback and clean-up. */
  readonly parent?: StackRun
  readonly clients: Clients
  /** The identity of the clients. */
  readonly actor: Identity
  /** Aborted by CancelUpdateStack, by the parent's failure, or when the local AWS closes. */
  readonly signal: AbortSignal
  readonly requestToken: string
  /** The work of the whole deployment: nested runs share it. */
  readonly activity: Activity
  /** Whether templates are validated before anything is provisioned; DisableValidation disables it. */
  readonly validates: boolean
  /** The engine's operations for AWS::CloudFormation::Stack. */
  readonly nestedStacks: (run: StackRun, signal: AbortSignal) => NestedStacks
  /** The updates of nested stacks that this run will clean up or roll back, by stack id. */
  readonly nestedUpdates: Map<string, StackUpdate>
}
