import type { Account } from './account.ts'
import type { AwsError } from './aws-error.ts'
import type { Constraints } from './constraints.ts'
import type { KeyHolders, UnknownKey } from './iam/authenticate.ts'
import type { Identity } from './iam/identity.ts'
import type { Permission } from './iam/permission.ts'
import type { AwsRequest } from './protocols/exchange.ts'
import type { Protocol } from './protocols/protocol.ts'
import type { ServiceModel } from './protocols/service-model.ts'
import type { TagRefusals } from './tag-faults.ts'

/** One call of one operation: everything that an operation may use besides its input. */
export interface Call<Part extends Account = Account> {
  /** The part of the account that the operation's service sees, as the service's `operation.ts` defines it. */
  readonly account: Part
  /** The caller, with its policies and its network. */
  readonly caller: Identity
  readonly requestId: string
  readonly operationName: string
  /** The HTTP request. Operations need it only where HTTP itself is the interface (S3's streamed bodies). */
  readonly http: AwsRequest
}

/**
 * One AWS operation. `I` and `O` are the SDK's own input and output types, so that an operation agrees with what a
 * client sends and expects.
 *
 * `permissions` returns what IAM must allow before `run` starts; see the service's page of the Service Authorization
 * Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/). An operation that needs none returns
 * []. Both throw `AwsError`.
 */
export interface Operation<I, O, Part extends Account = Account> {
  /**
   * The members of its input that it uses, and those without effect here, with a comment that says why. Any other
   * member is refused by name: honoured-members.ts.
   */
  readonly honours: readonly (keyof I & string)[]
  permissions(input: I, call: Call<Part>): readonly Permission[]
  run(input: I, call: Call<Part>): Promise<O> | O
}

/**
 * Everything that the server knows of a service. The service states it in its own folder: how it is recognised, its
 * protocol, the table of its operations, and its differences from other services. dispatch.ts has the order of the
 * checks.
 */
export interface Service {
  /** The name in a signature's credential scope (`elasticfilesystem`, `monitoring`). */
  readonly signingName: string
  readonly protocol: Protocol
  readonly model: ServiceModel
  // any: the operations have different input types, which the model decodes, and see different parts of the account.
  readonly operations: Readonly<Record<string, Operation<any, any, any>>>
  /** The error code for a missing required member and for a member that breaks its constraint. */
  readonly validationErrorCode: string
  /** The error for a missing required member, by its path (`tags.1.member.key`). Default: the validation error. */
  readonly missingMember?: (path: string) => Error
  /** The constraints of the members' values, which are checked before IAM is asked. */
  readonly constraints?: Constraints
  /** Whether the error message omits a text or list that breaks its constraint, as IAM's does (recorded/iam.yaml). */
  readonly hidesRefusedValues?: boolean
  readonly tagRefusals?: TagRefusals
  /** The error code if IAM refuses the call. */
  readonly deniedCode: string
  /** The error for a bug of the local AWS. Default: `InternalFailure`. */
  readonly internalError?: ErrorWords
  /** The error for an unknown access key. Default: `InvalidClientTokenId`. */
  readonly unknownKey?: UnknownKey
  /** Whether all Regions have one endpoint, so that clients may sign for any of them. */
  readonly isGlobal?: boolean
  /** The error for a request that was signed for another Region. Default: `SignatureDoesNotMatch`. */
  readonly wrongRegion?: (signedFor: string, region: string) => AwsError
  /**
   * Whether a function in a VPC reaches the service through a gateway endpoint. Otherwise it cannot reach the service.
   */
  readonly hasGatewayEndpoint?: boolean
  /** Members that the service honours in every operation. */
  readonly honours?: readonly string[]
  /** For services that can be asked whether a call would be allowed: throws the answer instead of running the call. */
  readonly beforeRun?: (input: Record<string, unknown>) => void
  /** Operations that need no signature: the token in their input identifies the caller. */
  readonly unsignedOperations?: readonly string[]
  /** Checks the signature, for S3: it verifies presigned URLs. */
  readonly checkSignature?: (account: Account & KeyHolders, request: AwsRequest) => void
  /** Rewrites a request, for S3: it has the bucket in the host or path, and this makes the URI of its operations. */
  readonly rewrite?: (request: AwsRequest) => { request: AwsRequest; labels: Record<string, string> }
}

export interface ErrorWords {
  readonly code: string
  readonly message: string
}
