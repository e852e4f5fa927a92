import { AwsError } from '../../../aws-error.ts'
import type { AwsRequest } from '../../../protocols/exchange.ts'
import type { ChecksumAlgorithm } from './digest.ts'
import { checksumAlgorithms, isChecksumAlgorithm, isDigestText } from './digest.ts'

/** The digests that a request declares for its body. */
export interface ExpectedDigests {
  readonly contentMd5?: string
  /** Hexadecimal, if the signature covers the payload. */
  readonly contentSha256?: string
  /** Without a value if it follows in a trailer. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value?: string }
}

const checksumPrefix = 'x-amz-checksum-'
/** Headers of the same prefix that are not checksums. */
const otherHeaders = new Set(['x-amz-checksum-mode', 'x-amz-checksum-type', 'x-amz-checksum-algorithm'])

/** @throws AwsError InvalidDigest, InvalidRequest, NotImplemented */
export function expectedDigests({ headers }: Pick<AwsRequest, 'headers'>): ExpectedDigests {
  const contentMd5 = headers['content-md5']
  if (contentMd5 !== undefined && !isDigestText('MD5', contentMd5)) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, {
      'Content-MD5': contentMd5,
    })
  }
  const signed = headers['x-amz-content-sha256'] ?? ''
  const checksum = headerChecksum(headers) ?? trailerChecksum(headers)
  checkChosenAlgorithm(headers['x-amz-sdk-checksum-algorithm'], checksum)
  return {
    contentMd5,
    ...(/^[0-9a-f]{64}$/i.test(signed) && { contentSha256: signed }),
    checksum,
  }
}

/**
 * Checks everything but the hash of the payload, which S3 checks before the digests of an object and after those of a
 * document. The refusal has the MD5 of an object in hexadecimal: recorded/s3.yaml.
 *
 * @throws AwsError BadDigest, MalformedTrailerError
 */
export function checkDigests(
  expected: ExpectedDigests,
  trailers: ReadonlyMap<string, string>,
  computed: ReadonlyMap<ChecksumAlgorithm, string>,
  expectedForm: 'base64' | 'hex',
): void {
  const { contentMd5, checksum } = expected
  if (contentMd5 !== undefined && contentMd5 !== computed.get('MD5')) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      CalculatedDigest: computed.get('MD5'),
      ExpectedDigest: expectedForm === 'hex' ? hexOf(contentMd5) : contentMd5,
    })
  }
  if (checksum)
    checkChecksum(checksum.algorithm, checksum.value ?? trailers.get(headerOf(checksum.algorithm)), computed)
}

/** @throws AwsError XAmzContentSHA256Mismatch */
export function checkPayloadHash(
  { contentSha256 }: ExpectedDigests,
  computed: ReadonlyMap<ChecksumAlgorithm, string>,
): void {
  if (contentSha256 === undefined) return
  const hash = hexOf(computed.get('SHA256')!)
  if (contentSha256.toLowerCase() === hash) return
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed."
  throw new AwsError('XAmzContentSHA256Mismatch', message, 400, {
    ClientComputedContentSHA256: contentSha256,
    S3ComputedContentSHA256: hash,
  })
}

function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex')
}

/** https://github.com/versity/versitygw/issues/1593 and 1598. An empty name is none: recorded/s3.yaml. */
function checkChosenAlgorithm(chosen: string | undefined, checksum: ExpectedDigests['checksum']): void {
  if (!chosen || chosen.toUpperCase() === checksum?.algorithm) return
  if (checksum) throw new AwsError('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.')
  throw new AwsError(
    'InvalidRequest',
    'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  )
}

function headerOf(algorithm: ChecksumAlgorithm): string {
  return checksumPrefix + algorithm.toLowerCase()
}

function checkChecksum(
  algorithm: ChecksumAlgorithm,
  value: string | undefined,
  computed: ReadonlyMap<ChecksumAlgorithm, string>,
): void {
  if (value === undefined) {
    throw new AwsError(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    )
  }
  checkWellFormed(algorithm, value)
  if (value !== computed.get(algorithm)) {
    throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`)
  }
}

function checkWellFormed(algorithm: ChecksumAlgorithm, value: string): void {
  if (isDigestText(algorithm, value)) return
  throw new AwsError('InvalidRequest', `Value for ${headerOf(algorithm)} header is invalid.`)
}

function headerChecksum(headers: AwsRequest['headers']): ExpectedDigests['checksum'] {
  const names = Object.keys(headers).filter(name => name.startsWith(checksumPrefix) && !otherHeaders.has(name))
  if (names.length > 1) {
    throw new AwsError(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    )
  }
  const [name] = names
  if (!name) return undefined
  const algorithm = algorithmNamed(name)
  checkWellFormed(algorithm, headers[name]!)
  return { algorithm, value: headers[name]! }
}

function trailerChecksum(headers: AwsRequest['headers']): ExpectedDigests['checksum'] {
  const name = headers['x-amz-trailer']?.trim().toLowerCase()
  return name ? { algorithm: algorithmNamed(name) } : undefined
}

function algorithmNamed(header: string): ChecksumAlgorithm {
  const algorithm = header.slice(checksumPrefix.length).toUpperCase()
  if (header.startsWith(checksumPrefix) && isChecksumAlgorithm(algorithm)) return algorithm
  // Unknown to S3, too: recorded/s3.yaml.
  if (header.startsWith(checksumPrefix) && !/^XXHASH(64|3|128)$/.test(algorithm))
    throw new AwsError('InvalidRequest', 'The algorithm type you specified in x-amz-checksum- header is invalid.')
  throw new AwsError(
    'NotImplemented',
    `The local AWS does not have the header or trailer ${header}. It verifies ${checksumAlgorithms.join(', ')}.`,
    501,
  )
}
