import type { Account as AnyAccount } from '../../account.ts'
import type { PolicyDocument } from '../../iam/policy-document.ts'
import type { Call as AnyCall, Operation as AnyOperation } from '../../operation.ts'
import type { Ec2State } from '../ec2/state.ts'
import type { EfsState } from '../efs/state.ts'
import type { IamState } from '../iam/state.ts'
import type { LogsState } from '../logs/state.ts'
import type { LambdaState } from './state.ts'

/** The part of the account that Lambda sees. */
export interface Account extends AnyAccount {
  readonly ec2: Ec2State
  readonly efs: EfsState
  readonly iam: IamState
  readonly lambda: LambdaState
  readonly logs: LogsState
  /** The buckets for failed events. Lambda cannot import S3's folder, which imports Lambda's. */
  readonly s3: { readonly buckets: ReadonlyMap<string, DestinationBucket> }
}

export interface DestinationBucket {
  readonly arn: string
  readonly policy?: { readonly document: PolicyDocument } | undefined
  objectArn(key: string): string
}

export type Call = AnyCall<Account>
export type Operation<I, O> = AnyOperation<I, O, Account>
