/**
 * The ways in which a request can fail. The codes are those of the HTTP contract (docs/api). http/ gives each its
 * status. A handler of events throws them, so that Lambda tries again.
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

  // The caller gets `details` beside code and message; only the log gets the cause.
  constructor(code: FailureCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}

/** Tests the name, not the class: a zip may have several bundles, each with a class of its own. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure'
}
