// What a request can end in besides success. The codes are the HTTP contract's (docs/api); http/ gives each its status,
// a handler of events throws them on, so that Lambda tries again.
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
