import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { LogsState } from './state.ts'

/** The part of the account that CloudWatch Logs sees. */
export interface Account extends AnyAccount {
  readonly logs: LogsState
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
