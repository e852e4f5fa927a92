import { Hash } from '@smithy/core/serde'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsRequest } from '../protocols/exchange.ts'
import type { CredentialScope } from './authenticate.ts'
import type { Credentials } from './identity.ts'

/** The parts of a signature of version 4, from the header or, for presigned URLs, from the query. */
export interface RequestSignature {
  readonly signedHeaders: ReadonlySet<string>
  readonly signature: string
  readonly signedAt: Date
  /** How long a presigned URL is valid. */
  readonly expiresSeconds?: number
}

/**
 * Returns undefined if a part is missing or malformed.
 *
 * Unlike AWS: the date must be in X-Amz-Date, since the SDK's signer writes no other header.
 */
export function readSignature({ headers, query }: AwsRequest): RequestSignature | undefined {
  const { authorization } = headers
  const presigned = authorization === undefined
  const part = (name: string) =>
    presigned ? query.get(`X-Amz-${name}`) : new RegExp(`[\\s,]${name}=([^,\\s]+)`).exec(authorization)?.[1]
  const signedHeaders = part('SignedHeaders')
  const signature = part('Signature')
  const date = presigned ? query.get('X-Amz-Date') : headers['x-amz-date']
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date ?? '')
  const signedAt = new Date(time ? `${time[1]}-${time[2]}-${time[3]}T${time[4]}:${time[5]}:${time[6]}Z` : Number.NaN)
  const expiresSeconds = Number(query.get('X-Amz-Expires') ?? Number.NaN)
  if (!signedHeaders || !signature || Number.isNaN(signedAt.getTime())) return undefined
  if (presigned && !(expiresSeconds > 0 && expiresSeconds <= longestPresigned)) return undefined
  const names = new Set(signedHeaders.split(';'))
  return { signedHeaders: names, signature, signedAt, ...(presigned && { expiresSeconds }) }
}

// Seven days:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
const longestPresigned = 604_800

/** Whether the owner of these credentials signed this request with this body. The SDK's own signer recomputes it. */
export async function isSignedBy(
  { accessKeyId, secretAccessKey }: Credentials,
  scope: CredentialScope,
  given: RequestSignature,
  request: AwsRequest & { readonly sent: Uint8Array },
): Promise<boolean> {
  const signed = Object.entries(request.headers).filter(([name]) => given.signedHeaders.has(name))
  const headers = Object.fromEntries(signed)
  if (signed.length < given.signedHeaders.size || !(await hasHash(headers['x-amz-content-sha256'], request.sent)))
    return false
  // A session's token is signed as any other header or parameter, if at all, so the signer must not add it.
  const credentials = { accessKeyId, secretAccessKey }
  const { region, signingName: service } = scope
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false })
  const unsigned = {
    method: request.method,
    protocol: 'http:',
    hostname: '',
    path: request.path,
    query: queryValues(request.query),
    headers,
    body: request.sent,
  }
  const signingDate = given.signedAt
  const signableHeaders = new Set(given.signedHeaders)
  if (given.expiresSeconds === undefined) {
    const { headers: again } = await signer.sign(unsigned, { signingDate, signableHeaders })
    return again.authorization!.endsWith(`Signature=${given.signature}`)
  }
  const { query = {} } = await signer.presign(unsigned, {
    signingDate,
    signableHeaders,
    unhoistableHeaders: signableHeaders,
    expiresIn: given.expiresSeconds,
  })
  return query['X-Amz-Signature'] === given.signature
}

/** Hashes the body, because the signer uses the hash in the header unchecked. */
async function hasHash(announced: string | undefined, sent: Uint8Array): Promise<boolean> {
  if (announced === undefined) return true
  const hash = new Sha256()
  hash.update(sent)
  return Buffer.from(await hash.digest()).toString('hex') === announced
}

function queryValues(query: URLSearchParams): Record<string, string[]> {
  // The signer itself leaves out X-Amz-Signature.
  return Object.fromEntries([...new Set(query.keys())].map(name => [name, query.getAll(name)]))
}

class Sha256 extends Hash {
  constructor(secret?: ConstructorParameters<typeof Hash>[1]) {
    super('sha256', secret)
  }
}
