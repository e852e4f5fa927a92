import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { Ec2State } from '../ec2/state.ts'
import type { IamState } from './state.ts'

/** The part of the account that IAM sees: of EC2 only the routes, which show whether a request uses a VPC endpoint. */
export interface Account extends AnyAccount {
  readonly ec2: Ec2State
  readonly iam: IamState
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
