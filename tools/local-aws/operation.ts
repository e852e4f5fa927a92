import type { Account } from './account.ts'
import type { AwsError } from './aws-error.ts'
import type { Constraints } from './constraints.ts'
import type { Identity } from './iam/identity.ts'
import type { Permission } from './iam/permission.ts'
import type { AwsRequest } from './protocols/exchange.ts'
import type { Protocol } from './protocols/protocol.ts'
import type { ServiceModel } from './protocols/service-model.ts'
import type { TagRefusals } from './tag-faults.ts'

/** One call of one operation: everything that an operation may look at besides its input. */
export interface Call<Part extends Account = Account> {
  /** The part of the account that the operation's service sees: the `operation.ts` of each service says which. */
  readonly account: Part
  /** Who calls, with what policies and from which network. */
  readonly caller: Identity
  readonly requestId: string
  readonly operationName: string
  /** The HTTP request. Operations need it only where HTTP itself is the interface (S3's streamed bodies). */
  readonly http: AwsRequest
}

/**
 * One AWS operation. `I` and `O` are the SDK's own input and output types, so that an operation cannot drift from
 * what a client sends and expects.
 *
 * `permissions` says what IAM must allow before `run` starts; see the service's page of the Service Authorization
 * Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/). An operation that needs none
 * returns []. Both throw `AwsError`.
 */
export interface Operation<I, O, Part extends Account = Account> {
  /**
   * The members of its input that it acts upon, and those that change nothing here, with a comment that says why.
   * Any other is refused by name: honoured-members.ts.
   */
  readonly honours: readonly (keyof I & string)[]
  permissions(input: I, call: Call<Part>): readonly Permission[]
  run(input: I, call: Call<Part>): Promise<O> | O
}

/**
 * Everything that the server knows of a service, which says it in its own folder: how it is recognised, how it speaks,
 * the explicit table of its operations, and in what it differs from the others. dispatch.ts has the order of the checks.
 */
export interface Service {
  /** The name in a signature's credential scope (`elasticfilesystem`, `monitoring`). */
  readonly signingName: string
  readonly protocol: Protocol
  readonly model: ServiceModel
  // any: the table holds operations of every input type, which the model decodes, and of every part of the account.
  readonly operations: Readonly<Record<string, Operation<any, any, any>>>
  /** The code of a refusal because a required member is missing or a member breaks its constraint. */
  readonly validationErrorCode: string
  /** What the model says of members' values: checked before the service asks IAM. */
  readonly constraints?: Constraints
  /** Whether a refusal of a text or list that breaks its constraint leaves it out, as IAM's do (recorded/iam.yaml). */
  readonly hidesRefusedValues?: boolean
  readonly tagRefusals?: TagRefusals
  /** The code of a refusal by IAM. */
  readonly deniedCode: string
  /** The error for a bug of the local AWS; `InternalFailure` when left out. */
  readonly internalError?: ErrorWords
  /** The error for an access key that nobody has; `InvalidClientTokenId` when left out. */
  readonly unknownKey?: ErrorWords
  /** One endpoint for all Regions: clients sign for any of them. */
  readonly isGlobal?: boolean
  /** The refusal of a request that was signed for another Region; `SignatureDoesNotMatch` when left out. */
  readonly wrongRegion?: (signedFor: string, region: string) => AwsError
  /** A function in a VPC reaches the service through a gateway endpoint. Without: not at all. */
  readonly hasGatewayEndpoint?: boolean
  /** Members that the service honours in each operation, whatever the operation names. */
  readonly honours?: readonly string[]
  /** Where a service can be asked whether a call would be allowed: throws the answer instead of running it. */
  readonly beforeRun?: (input: Record<string, unknown>) => void
  /** Operations that need no signature: the token in their input says who calls. */
  readonly unsignedOperations?: readonly string[]
  /** S3 is addressed by bucket in host or path; it turns that into the URI its operations are modelled on. */
  readonly rewrite?: (request: AwsRequest) => { request: AwsRequest; labels: Record<string, string> }
}

export interface ErrorWords {
  readonly code: string
  readonly message: string
}
