import type { Readable } from 'node:stream'
import { AwsError } from '../../../aws-error.ts'
import type { AwsRequest } from '../../../protocols/exchange.ts'
import type { Call } from '../operation.ts'
import { decodeAwsChunked } from './aws-chunked.ts'
import type { ChecksumAlgorithm, Digest } from './digest.ts'
import { newDigest } from './digest.ts'
import type { ExpectedDigests } from './expected-digests.ts'
import { checkDigests, checkPayloadHash, expectedDigests } from './expected-digests.ts'
import type { StoredContent } from './stored-content.ts'

/** "The largest object that can be uploaded in a single PUT is 5 GB", which S3 means as 5 GiB. */
export const maxPutBytes = 5 * 1024 ** 3

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64, followed by `-N` if it is a checksum of checksums. */
  readonly value: string
}

export interface ReceivedBody {
  readonly content: StoredContent
  /** Hexadecimal, as in an ETag. */
  readonly md5: string
  readonly checksums: readonly Checksum[]
}

/**
 * Streams a request's body to disk, with any framing, and verifies every declared digest. Without one, S3 adds
 * CRC64NVME itself; `alsoCompute` requests another (the algorithm of a multipart upload).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 *
 * @throws AwsError BadDigest, InvalidDigest, XAmzContentSHA256Mismatch, EntityTooLarge, IncompleteBody …; then no bytes
 * are kept
 */
export async function receiveBody(
  { http: request, caller, account }: Call,
  alsoCompute?: ChecksumAlgorithm,
): Promise<ReceivedBody> {
  const framed = isAwsChunked(request)
  const declaredBytes = declaredLength(request, framed)
  const expected = expectedDigests(request)
  const wanted = new Set<ChecksumAlgorithm>(['MD5', expected.checksum?.algorithm ?? alsoCompute ?? 'CRC64NVME'])
  if (alsoCompute) wanted.add(alsoCompute)
  if (expected.contentSha256) wanted.add('SHA256')
  const digests = new Map<ChecksumAlgorithm, Digest>([...wanted].map(algorithm => [algorithm, newDigest(algorithm)]))
  const trailers = new Map<string, string>()
  const raw = account.network.fromCaller(caller, withoutDestroying(request.body))
  const content = await account.s3.store.write(framed ? decodeAwsChunked(raw, trailers) : raw, [...digests.values()])
  try {
    if (content.size !== declaredBytes) throw incomplete()
    const values = await digestValues(digests)
    checkPayloadHash(expected, values)
    checkDigests(expected, trailers, values, 'hex')
    return {
      content,
      md5: Buffer.from(values.get('MD5')!, 'base64').toString('hex'),
      checksums: checksumsToKeep(expected, alsoCompute, values),
    }
  } catch (error) {
    content.release()
    throw error
  }
}

function isAwsChunked(request: AwsRequest): boolean {
  const encodings = (request.headers['content-encoding'] ?? '').toLowerCase()
  const signed = request.headers['x-amz-content-sha256'] ?? ''
  return signed.startsWith('STREAMING-') || encodings.includes('aws-chunked')
}

function declaredLength(request: AwsRequest, framed: boolean): number {
  const text = request.headers[framed ? 'x-amz-decoded-content-length' : 'content-length']
  if (text === undefined || !/^\d+$/.test(text)) {
    // The same words for a missing x-amz-decoded-content-length: recorded/s3.yaml.
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411)
  }
  const bytes = Number(text)
  if (bytes > maxPutBytes) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
      ProposedSize: bytes,
      MaxSizeAllowed: maxPutBytes,
    })
  }
  return bytes
}

/** The rest of a refused body is still read (server.ts), or the client's connection would stall. */
function withoutDestroying(body: Readable): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => body.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer> }
}

async function digestValues(digests: ReadonlyMap<ChecksumAlgorithm, Digest>): Promise<Map<ChecksumAlgorithm, string>> {
  const values = new Map<ChecksumAlgorithm, string>()
  for (const [algorithm, digest] of digests) {
    values.set(algorithm, Buffer.from(await digest.value()).toString('base64'))
  }
  return values
}

function checksumsToKeep(
  expected: ExpectedDigests,
  alsoCompute: ChecksumAlgorithm | undefined,
  values: ReadonlyMap<ChecksumAlgorithm, string>,
): Checksum[] {
  const kept = new Set([
    expected.checksum?.algorithm ?? alsoCompute ?? 'CRC64NVME',
    ...(alsoCompute ? [alsoCompute] : []),
  ])
  return [...kept].map(algorithm => ({ algorithm, value: values.get(algorithm)! }))
}

function incomplete(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )
}
