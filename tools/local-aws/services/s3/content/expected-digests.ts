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
    ...(/^[0-9a-f]{64}$/.test(signed) && { contentSha256: signed }),
    checksum,
  }
}

/** @throws AwsError BadDigest, XAmzContentSHA256Mismatch, MalformedTrailerError */
export function checkDigests(
  expected: ExpectedDigests,
  trailers: ReadonlyMap<string, string>,
  computed: ReadonlyMap<ChecksumAlgorithm, string>,
): void {
  const { contentMd5, contentSha256, checksum } = expected
  if (contentMd5 !== undefined && contentMd5 !== computed.get('MD5')) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      ExpectedDigest: contentMd5,
      CalculatedDigest: computed.get('MD5'),
    })
  }
  if (contentSha256 && contentSha256 !== Buffer.from(computed.get('SHA256')!, 'base64').toString('hex')) {
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
  }
  if (checksum)
    checkChecksum(checksum.algorithm, checksum.value ?? trailers.get(headerOf(checksum.algorithm)), computed)
}

/** "S3 fails the request with a BadDigest error" if the chosen algorithm differs from that of the value. */
function checkChosenAlgorithm(chosen: string | undefined, checksum: ExpectedDigests['checksum']): void {
  if (chosen === undefined || chosen.toUpperCase() === checksum?.algorithm) return
  if (checksum)
    throw new AwsError(
      'BadDigest',
      `x-amz-sdk-checksum-algorithm is ${chosen}, but the request has a ${checksum.algorithm}.`,
    )
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
  throw new AwsError(
    'NotImplemented',
    `The local AWS does not have the header or trailer ${header}. It verifies ${checksumAlgorithms.join(', ')}.`,
    501,
  )
}
