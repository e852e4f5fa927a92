import type { ActionRecord } from './action-record.ts'
import type { PolicyDocument } from './policy-document.ts'

/** Where a call comes from. A function in a VPC has only the routes of its subnets. */
export type NetworkOrigin =
  | { readonly kind: 'internet' }
  | {
      readonly kind: 'vpc'
      readonly functionArn: string
      readonly subnetIds: readonly string[]
      readonly securityGroupIds: readonly string[]
    }

/** Who a set of credentials belongs to. */
export interface Identity {
  readonly kind: 'root' | 'user' | 'assumed-role' | 'service' | 'anonymous'
  readonly accountId: string
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, `arn:aws:iam::ACCOUNT:user/NAME` … */
  readonly arn: string
  /** As GetCallerIdentity returns it: `AROA…:session` for a role. */
  readonly userId: string
  readonly accessKeyId: string
  readonly origin: NetworkOrigin
  /** Read at the time of each call: a changed role policy counts at once. Root has none and may do everything. */
  readonly policies: () => readonly PolicyDocument[]
  readonly roleArn?: string
  /** The global condition keys of a request made now: time, region, network. */
  readonly requestContext: () => Readonly<Record<string, string>>
  /** Condition keys that belong to the session (`lambda:SourceFunctionArn`). */
  readonly context: Readonly<Record<string, string>>
  /** Where what it asks for is written down. */
  readonly actions: ActionRecord
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}
