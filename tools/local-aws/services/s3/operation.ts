import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { LambdaState } from '../lambda/state.ts'
import type { S3State } from './state.ts'

/** The part of the account that S3 sees. S3 calls functions with its events. */
export interface Account extends AnyAccount {
  readonly lambda: LambdaState
  readonly s3: S3State
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
