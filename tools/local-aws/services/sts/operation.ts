import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { IamState } from '../iam/state.ts'

/** The part of the account that STS sees: roles and sessions belong to IAM. */
export interface Account extends AnyAccount {
  readonly iam: IamState
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
