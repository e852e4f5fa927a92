import { AwsError } from '../../aws-error.ts'
import type { AwsRequest } from '../../protocols/exchange.ts'

/** The parts of a presigned URL, once they are complete and well-formed. */
export interface PresignedForm {
  readonly accessKeyId: string
  /** `DATE/REGION/SERVICE/aws4_request` */
  readonly scope: string
  /** As in the URL, `20261129T130000Z`. */
  readonly date: string
  readonly signedAt: Date
  readonly expires: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const parts = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires']

export function isPresigned({ query }: AwsRequest): boolean {
  return parts.some(part => query.has(`X-Amz-${part}`))
}

/**
 * Reads the parts of a presigned URL.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * Words: github.com/minio/minio cmd/api-errors.go; those for two authorizations:
 * https://github.com/catalyst/moodle-tool_objectfs/issues/303
 *
 * @throws AwsError
 */
export function presignedForm({ query, headers }: AwsRequest): PresignedForm {
  if (headers.authorization) {
    throw new AwsError(
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or ' +
        'the Authorization header should be specified',
      400,
      { ArgumentName: 'Authorization', ArgumentValue: headers.authorization },
    )
  }
  const part = (name: string) => query.get(`X-Amz-${name}`) ?? ''
  // The order of the checks: https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py (_REFUSAL_ROWS_UNIT)
  if (part('Algorithm') && part('Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw refused('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"')
  }
  if (parts.some(name => !part(name))) {
    throw refused(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, ' +
        'X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  }
  const signedAt = dateOf(part('Date'))
  const [accessKeyId = '', ...scope] = part('Credential').split('/')
  checkExpires(part('Expires'))
  return {
    accessKeyId,
    scope: scope.join('/'),
    date: part('Date'),
    signedAt,
    expires: part('Expires'),
    signedHeaders: part('SignedHeaders').split(';'),
    signature: part('Signature'),
  }
}

/** Seven days at most. */
function checkExpires(text: string): void {
  const seconds = Number(text)
  if (!/^-?\d+$/.test(text)) throw refused('X-Amz-Expires should be a number')
  if (seconds < 0) throw refused('X-Amz-Expires must be non-negative')
  if (seconds > 604_800) {
    throw refused(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ' +
        '604800 seconds',
    )
  }
}

function dateOf(text: string): Date {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (!Number.isNaN(date.getTime())) return date
  throw refused("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
}

function refused(message: string): AwsError {
  return new AwsError('AuthorizationQueryParametersError', message, 400)
}
