import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { Ec2State } from './state.ts'

/** The part of the account that EC2 sees. */
export interface Account extends AnyAccount {
  readonly ec2: Ec2State
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
