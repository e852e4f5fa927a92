import { AwsError } from '../../aws-error.ts'
import type { AwsRequest } from '../../protocols/exchange.ts'

/**
 * A presigned URL has x-amz- headers in its query. Signers move them there, so S3 reads them there. A checksum in the
 * URL counts as well: https://github.com/aws/aws-sdk-js-v3/issues/6994
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 *
 * @throws AwsError AccessDenied 403 if the URL has expired
 */
export function withHoistedHeaders(request: AwsRequest): AwsRequest {
  if (!request.query.has('X-Amz-Signature')) return request
  checkNotExpired(request.query)
  const headers: Record<string, string> = {}
  for (const [name, value] of request.query) {
    if (/^x-amz-/i.test(name) && !signatureParameters.has(name.toLowerCase())) headers[name.toLowerCase()] = value
  }
  return { ...request, headers: { ...headers, ...request.headers } }
}

const signatureParameters = new Set(
  ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature', 'Security-Token'].map(
    name => `x-amz-${name.toLowerCase()}`,
  ),
)

function checkNotExpired(query: URLSearchParams): void {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? []
  if (!year)
    throw new AwsError(
      'AuthorizationQueryParametersError',
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    )
  const signed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  const expires = signed + Number(query.get('X-Amz-Expires')) * 1000
  if (Date.now() > expires) {
    throw new AwsError('AccessDenied', 'Request has expired', 403, {
      'X-Amz-Expires': query.get('X-Amz-Expires'),
      Expires: new Date(expires).toISOString(),
      ServerTime: new Date().toISOString(),
    })
  }
}
