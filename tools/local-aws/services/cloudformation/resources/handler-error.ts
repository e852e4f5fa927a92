/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
export type HandlerErrorCode =
  | 'AccessDenied'
  | 'AlreadyExists'
  | 'GeneralServiceException'
  | 'HandlerInternalFailure'
  | 'InternalFailure'
  | 'InvalidRequest'
  | 'NetworkFailure'
  | 'NotFound'
  | 'NotStabilized'
  | 'NotUpdatable'
  | 'ResourceConflict'
  | 'ServiceInternalError'
  | 'ServiceLimitExceeded'
  | 'ServiceTimeout'
  | 'Throttling'

/** A refusal by the resource handler itself, without a failed AWS call. */
export class HandlerError extends Error {
  readonly code: HandlerErrorCode

  constructor(code: HandlerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'HandlerError'
    this.code = code
  }
}
