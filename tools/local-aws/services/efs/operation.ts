import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { Ec2State } from '../ec2/state.ts'
import type { EfsState } from './state.ts'

/** The part of the account that EFS sees. Mount targets lie in EC2's subnets. */
export interface Account extends AnyAccount {
  readonly ec2: Ec2State
  readonly efs: EfsState
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
