import type { ActionRecord } from './action-record.ts'
import type { PolicyDocument } from './policy-document.ts'

/** The origin of a call. A function in a VPC has only the routes of its subnets. */
export type NetworkOrigin =
  | { readonly kind: 'internet' }
  | {
      readonly kind: 'vpc'
      readonly functionArn: string
      readonly subnetIds: readonly string[]
      readonly securityGroupIds: readonly string[]
    }

/** The owner of a set of credentials. */
export interface Identity {
  readonly kind: 'root' | 'user' | 'assumed-role' | 'service' | 'anonymous'
  readonly accountId: string
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, `arn:aws:iam::ACCOUNT:user/NAME` … */
  readonly arn: string
  /** The value that GetCallerIdentity returns: `AROA…:session` for a role. */
  readonly userId: string
  readonly accessKeyId: string
  readonly origin: NetworkOrigin
  /** Read for each call, so that a changed role policy takes effect at once. Root has none and may do everything. */
  readonly policies: () => readonly PolicyDocument[]
  readonly roleArn?: string
  /** The global condition keys of a request at this moment: time, Region, network. */
  readonly requestContext: () => Readonly<Record<string, string>>
  /** Condition keys that belong to the session (`lambda:SourceFunctionArn`). */
  readonly context: Readonly<Record<string, string>>
  /** The record of this identity's questions to IAM. */
  readonly actions: ActionRecord
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}
