/**
 * What a request can end in besides success. The codes are the HTTP contract's (docs/api); http/ gives each its status,
 * a handler of events throws them on, so that Lambda tries again.
 */
export type FailureCode =
  | 'INVALID_REQUEST'
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'MODEL_NOT_FOUND'
  | 'ROUTE_NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'TOO_LARGE'
  | 'INVALID_MODEL'
  | 'EFS_UNAVAILABLE'
  | 'S3_UNAVAILABLE'
  | 'COPY_UNFINISHED'
  | 'INFERENCE_TIMEOUT'

export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly details: Record<string, unknown>

  // `details` are told to the caller beside code and message; the cause goes to the log only.
  constructor(code: FailureCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}

/** By name, not by class: a zip may have several bundles, each with a class of its own. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure'
}
