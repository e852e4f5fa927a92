import { AwsError } from '../aws-error.ts'
import type { AwsRequest } from '../protocols/exchange.ts'
import type { Credentials, Identity } from './identity.ts'

/** The key, Region and service that a request's signature names. */
export interface CredentialScope {
  readonly accessKeyId: string
  readonly region: string
  readonly signingName: string
  readonly sessionToken?: string
}

/**
 * Reads `Credential=KEY/DATE/REGION/SERVICE/aws4_request` from the header or, for presigned URLs, the query.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function credentialScope(request: AwsRequest): CredentialScope | undefined {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1]
  const scope = header ?? request.query.get('X-Amz-Credential')
  const [accessKeyId, , region, signingName] = scope?.split('/') ?? []
  if (!accessKeyId || !region || !signingName) return undefined
  const sessionToken = request.headers['x-amz-security-token'] ?? request.query.get('X-Amz-Security-Token')
  return { accessKeyId, region, signingName, ...(sessionToken && { sessionToken }) }
}

/**
 * S3's error for a request without a signature of version 4. Some clients still presign with version 2, which "any new
 * buckets created after June 24, 2020" do not accept. https://docs.aws.amazon.com/AmazonS3/latest/API/UsingAWSSDK.html
 */
export function unsigned(request: AwsRequest): AwsError {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
  if (request.method === 'POST' && request.headers['content-type']?.startsWith('multipart/form-data')) {
    const message = 'The local AWS does not have uploads by a form (presigned POST). Presign a PutObject in its place.'
    return new AwsError('NotImplemented', message, 501)
  }
  const versionTwo = request.query.has('AWSAccessKeyId') || /^AWS /.test(request.headers.authorization ?? '')
  if (!versionTwo) return new AwsError('AccessDenied', 'Access Denied', 403)
  const message = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.'
  return new AwsError('InvalidRequest', message, 400)
}

/** The source that knows the owner of each key: an account with IAM, whose folder comes after this one. */
export interface KeyHolders {
  readonly iam: {
    holder(accessKeyId: string): { readonly identity: Identity; readonly credentials: Credentials } | undefined
  }
  now(): Date
}

/** The error for an unknown key. */
export interface UnknownKey {
  readonly code: string
  readonly message: string
  /** The member of the error that has the key. */
  readonly member?: string
}

/**
 * Returns the identity of the key's owner. A temporary key is valid only with its session token.
 *
 * Unlike AWS: the signature itself is not recomputed, since only this machine's user can reach the endpoint. Those of
 * calls of a deployed API (signature.ts) and of S3's presigned URLs are.
 *
 * @throws AwsError `unknownKey` or ExpiredToken, 403
 */
export function authenticate(
  account: KeyHolders,
  scope: CredentialScope,
  unknownKey: UnknownKey = {
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
  },
): Identity {
  const holder = account.iam.holder(scope.accessKeyId)
  const { sessionToken, expiration } = holder?.credentials ?? {}
  if (!holder || (sessionToken && sessionToken !== scope.sessionToken)) {
    const { code, message, member } = unknownKey
    throw new AwsError(code, message, 403, member === undefined ? {} : { [member]: scope.accessKeyId })
  }
  if (expiration && expiration < account.now()) {
    throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403)
  }
  return holder.identity
}
