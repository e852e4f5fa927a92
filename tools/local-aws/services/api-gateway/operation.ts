import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { LambdaState } from '../lambda/state.ts'
import type { ApiGatewayState } from './state.ts'

/** The part of the account that API Gateway sees. It calls functions with its requests. */
export interface Account extends AnyAccount {
  readonly apiGateway: ApiGatewayState
  readonly lambda: LambdaState
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
