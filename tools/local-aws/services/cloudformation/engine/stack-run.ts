import type { Identity } from '../../../iam/identity.ts'
import type { Account } from '../operation.ts'
import type { Clients } from '../resources/clients.ts'
import type { NestedStacks } from '../resources/nested-stacks.ts'
import type { Stack } from '../stack.ts'
import type { CloudFormationState } from '../state.ts'
import type { Activity } from './activity.ts'
import type { StackUpdate } from './update-stack.ts'

/** One operation at work on one stack. A nested stack's run shares its parent's clients and stops when that stops. */
export interface StackRun {
  readonly account: Account
  readonly state: CloudFormationState
  readonly stack: Stack
  /** The parent's run, for a nested stack: the parent decides on rollback and clean-up. */
  readonly parent?: StackRun
  readonly clients: Clients
  /** Whose rights the clients have. */
  readonly actor: Identity
  /** Aborted by CancelUpdateStack, by the parent's failure, or when the local AWS closes. */
  readonly signal: AbortSignal
  readonly requestToken: string
  /** Of the whole deployment: nested runs share it. */
  readonly activity: Activity
  /** Whether templates are validated before anything is provisioned; DisableValidation turns it off. */
  readonly validates: boolean
  /** The running engine, as AWS::CloudFormation::Stack sees it. */
  readonly nestedStacks: (run: StackRun, signal: AbortSignal) => NestedStacks
  /** Updates of nested stacks that wait for this run to clean up or to roll back, by stack id. */
  readonly nestedUpdates: Map<string, StackUpdate>
}
