import { createHash, createHmac } from 'node:crypto'
import type { AwsRequest } from '../../protocols/exchange.ts'
import type { PresignedForm } from './presigned-form.ts'

/** What a client signs, and the signature that it must get. */
export interface ExpectedSignature {
  readonly canonicalRequest: string
  readonly stringToSign: string
  readonly signature: string
}

/**
 * Computes the signature of a presigned URL, for the request as it was sent: another method, key or parameter needs
 * another signature. It differs from that of other services (iam/signature.ts): the path is encoded once, and the body
 * is not signed.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function expectedSignature(
  { method, path, query, headers }: AwsRequest,
  { scope, date, signedHeaders }: PresignedForm,
  secretAccessKey: string,
): ExpectedSignature {
  const canonicalRequest = [
    method,
    decodedSegments(path).map(escaped).join('/'),
    [...query]
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join('&'),
    ...signedHeaders.map(name => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    headers['x-amz-content-sha256'] ?? payloadHash(query) ?? 'UNSIGNED-PAYLOAD',
  ].join('\n')
  const hash = createHash('sha256').update(canonicalRequest).digest('hex')
  const stringToSign = ['AWS4-HMAC-SHA256', date, scope, hash].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
  return { canonicalRequest, stringToSign, signature: hmac(key, stringToSign).toString('hex') }
}

/** SDKs move the header to the query, some under its lower-case name. */
function payloadHash(query: URLSearchParams): string | null {
  return query.get('X-Amz-Content-Sha256') ?? query.get('x-amz-content-sha256')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** A path that cannot be decoded is refused later, as an invalid URI. */
function decodedSegments(path: string): string[] {
  try {
    return decodeURIComponent(path).split('/')
  } catch (error) {
    if (error instanceof URIError) return path.split('/')
    throw error
  }
}

/** Encodes everything but the characters that RFC 3986 does not reserve. */
function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
