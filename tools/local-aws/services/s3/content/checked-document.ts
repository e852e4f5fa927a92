import { type AwsRequest, readBody } from '../../../protocols/exchange.ts'
import { type ChecksumAlgorithm, newDigest } from './digest.ts'
import { checkDigests, checkPayloadHash, expectedDigests } from './expected-digests.ts'

/**
 * Whether the body of an operation is a document with digests of its own: a configuration, tags, a list of keys. The
 * bodies of PutObject and UploadPart are streamed (received-body.ts), and the checksum in CompleteMultipartUpload is
 * that of the object.
 */
export function takesCheckedDocument(operationName: string): boolean {
  return /^Put./.test(operationName) ? operationName !== 'PutObject' : operationName === 'DeleteObjects'
}

/**
 * Returns the bytes of a request's body after every declared digest was verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 *
 * @throws AwsError BadDigest, InvalidDigest, InvalidRequest, XAmzContentSHA256Mismatch
 */
export async function checkedDocument(request: AwsRequest): Promise<Uint8Array> {
  const expected = expectedDigests(request)
  const bytes = await readBody(request)
  const computed = new Map<ChecksumAlgorithm, string>()
  for (const algorithm of new Set(['MD5', 'SHA256', expected.checksum?.algorithm ?? 'MD5'] as const)) {
    const digest = newDigest(algorithm)
    digest.update(bytes)
    computed.set(algorithm, Buffer.from(await digest.value()).toString('base64'))
  }
  checkDigests(expected, new Map(), computed, 'base64')
  checkPayloadHash(expected, computed)
  return bytes
}
