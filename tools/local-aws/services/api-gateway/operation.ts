import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { KeyHolders } from '../../iam/authenticate.ts'
import type { LambdaState } from '../lambda/state.ts'
import type { ApiGatewayState } from './state.ts'

/** The part of the account that API Gateway sees. It calls functions with its requests, and asks who signed one. */
export interface Account extends AnyAccount, Pick<KeyHolders, 'iam'> {
  readonly apiGateway: ApiGatewayState
  readonly lambda: LambdaState
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
