import type { Account as AnyAccount } from '../../account.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { Ec2State } from '../ec2/state.ts'
import type { IamState } from '../iam/state.ts'
import type { LambdaState } from '../lambda/state.ts'
import type { LogsState } from '../logs/state.ts'
import type { S3State } from '../s3/state.ts'
import type { CloudFormationState } from './state.ts'

/** The part of the account that CloudFormation sees. */
export interface Account extends AnyAccount {
  readonly cloudFormation: CloudFormationState
  readonly ec2: Ec2State
  readonly iam: IamState
  readonly lambda: LambdaState
  readonly logs: LogsState
  readonly s3: S3State
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
