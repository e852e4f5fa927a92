import { AwsError } from '../../aws-error.ts'
import type { KeyHolders } from '../../iam/authenticate.ts'
import type { AwsRequest } from '../../protocols/exchange.ts'
import { isPresigned, type PresignedForm, presignedForm } from './presigned-form.ts'
import { expectedSignature } from './presigned-signature.ts'

/**
 * Refuses a presigned URL that is incomplete, not valid at this time, or was signed for something else. An unknown key
 * is refused afterwards, as in any request.
 *
 * @throws AwsError
 */
export function checkPresigned(account: KeyHolders, request: AwsRequest): void {
  if (!isPresigned(request)) return
  const form = presignedForm(request)
  checkTime(account.now(), form)
  const { credentials } = account.iam.holder(form.accessKeyId) ?? {}
  const token = request.query.get('X-Amz-Security-Token') ?? undefined
  if (!credentials || credentials.sessionToken !== token) return
  checkHeadersSigned(request, form)
  const expected = expectedSignature(request, form, credentials.secretAccessKey)
  if (expected.signature === form.signature) return
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  // Members: https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py, also those of the times below.
  throw new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
    {
      AWSAccessKeyId: form.accessKeyId,
      StringToSign: expected.stringToSign,
      SignatureProvided: form.signature,
      StringToSignBytes: bytesOf(expected.stringToSign),
      CanonicalRequest: expected.canonicalRequest,
      CanonicalRequestBytes: bytesOf(expected.canonicalRequest),
    },
  )
}

/**
 * A presigned URL has x-amz- headers in its query. Signers move them there, so S3 reads them there. A checksum in the
 * URL counts as well: https://github.com/aws/aws-sdk-js-v3/issues/6994
 */
export function withHoistedHeaders(request: AwsRequest): AwsRequest {
  if (!request.query.has('X-Amz-Signature')) return request
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

/** The tolerance of RequestTimeTooSkewed: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const tolerance = 15 * 60 * 1000

function checkTime(now: Date, { signedAt, expires }: PresignedForm): void {
  const end = new Date(signedAt.getTime() + Number(expires) * 1000)
  if (signedAt.getTime() > now.getTime() + tolerance) {
    throw new AwsError('AccessDenied', 'Request is not yet valid', 403, {
      'X-Amz-Date': signedAt.getTime(),
      Expires: inSeconds(end),
      ServerTime: inSeconds(now),
    })
  }
  if (now <= end) return
  throw new AwsError('AccessDenied', 'Request has expired', 403, {
    'X-Amz-Expires': expires,
    Expires: inSeconds(end),
    ServerTime: inSeconds(now),
  })
}

/** `2026-11-29T13:00:00Z` */
function inSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+/, '')
}

/** `41 57 53`, the bytes of a text in hexadecimal. */
function bytesOf(text: string): string {
  return [...Buffer.from(text)].map(byte => byte.toString(16).padStart(2, '0')).join(' ')
}

/** "The HTTP host header. Any x-amz-* headers that you plan to add to the request": the page in presigned-form.ts. */
function checkHeadersSigned({ headers }: AwsRequest, { signedHeaders }: PresignedForm): void {
  const unsigned = Object.keys(headers).filter(
    name => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  )
  if (unsigned.length === 0) return
  // Words: https://github.com/aws/aws-sdk-java/issues/1680
  throw new AwsError('AccessDenied', 'There were headers present in the request which were not signed', 403, {
    HeadersNotSigned: unsigned.join(', '),
  })
}
