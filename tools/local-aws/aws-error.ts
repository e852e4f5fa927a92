/**
 * An error as an AWS service answers it. Operations throw it; only protocols/ serialise it.
 *
 * `code` is AWS's own error code (`NoSuchBucket`, `ValidationError`), `statusCode` the HTTP status, and `details` has
 * further members of the error's shape (`{ BucketName }`, `{ Type: 'User' }`).
 */
export class AwsError extends Error {
  readonly code: string
  readonly statusCode: number
  readonly details: Record<string, unknown>

  constructor(code: string, message: string, statusCode = 400, details: Record<string, unknown> = {}) {
    super(message)
    this.name = code
    this.code = code
    this.statusCode = statusCode
    this.details = details
  }
}
