import { createChecksum, isKnownChecksum } from './checksum.ts'

/** S3's claims about an object's content. */
export interface ContentClaim {
  /** As the `ETag` header has it, with its quotes. */
  etag: string
  /** Whether the ETag is an MD5 if it looks like one. */
  etagIsMd5: boolean
  /**
   * `value` is base64. If `ofParts`, it is the checksum of the parts' checksums, and may end in a hyphen and their
   * number.
   */
  checksum?: { algorithm: string; value: string; ofParts: boolean } | undefined
  /** Sizes of the parts in bytes, if the object was uploaded in parts and S3 reports them. */
  partSizes?: readonly number[] | undefined
}

/** Checks bytes, which arrive in order, against what S3 claims about them. */
export interface Proof {
  /** The means of the check, for people: `CRC64NVME`, `SHA256 of 4 parts`, `ETag (MD5)`, `length only`. */
  readonly by: string
  update(data: Uint8Array): void
  /** The difference, as the end of a sentence; undefined if the bytes match S3's claim. */
  difference(): string | undefined
}

/** The means of the check for an object of which S3 reports only the number of bytes. */
export const lengthOnly = 'length only'

/**
 * The strongest proof that S3's claim allows: the whole object's checksum, else the parts' checksums, else the ETag,
 * else none.
 */
export async function proofOf(claim: ContentClaim): Promise<Proof> {
  const { checksum, partSizes } = claim
  if (checksum && isKnownChecksum(checksum.algorithm)) {
    const { algorithm, value } = checksum
    if (!checksum.ofParts) return proofByWhole(algorithm, algorithm, value, 'base64')
    if (partSizes) return proofByParts(algorithm, algorithm, value, 'base64', partSizes)
  }
  const md5 = claim.etagIsMd5 ? /^"?([0-9a-f]{32})(?:-(\d+))?"?$/i.exec(claim.etag) : null
  if (md5 && !md5[2]) return proofByWhole('ETag (MD5)', 'MD5', md5[1]!.toLowerCase(), 'hex')
  if (md5 && partSizes) return proofByParts('ETag (MD5)', 'MD5', md5[1]!.toLowerCase(), 'hex', partSizes)
  return { by: lengthOnly, update: () => {}, difference: () => undefined }
}

/** Whether the proof of this object needs the sizes of its parts. */
export function needsPartSizes({ etag, etagIsMd5, checksum }: ContentClaim): boolean {
  if (checksum && isKnownChecksum(checksum.algorithm)) return checksum.ofParts
  return etagIsMd5 && /-\d+"?$/.test(etag)
}

async function proofByWhole(by: string, algorithm: string, wanted: string, encoding: 'base64' | 'hex'): Promise<Proof> {
  const checksum = await createChecksum(algorithm)
  return {
    by,
    update: data => checksum.update(data),
    difference: () => differenceOf(by, Buffer.from(checksum.digest()).toString(encoding), wanted),
  }
}

// The proof by the checksum of the parts' checksums, one after the other. An ETag of parts is made in the same way
// (docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html, "composite checksums").
async function proofByParts(
  by: string,
  algorithm: string,
  wanted: string,
  encoding: 'base64' | 'hex',
  partSizes: readonly number[],
): Promise<Proof> {
  const whole = await createChecksum(algorithm)
  const part = await createChecksum(algorithm)
  const sizes = partSizes.values()
  const nextSize = () => sizes.next().value ?? Number.POSITIVE_INFINITY
  let missing = nextSize()
  let unproved = partSizes.reduce((sum, size) => sum + size, 0)
  const endPart = () => {
    for (; missing === 0; missing = nextSize()) whole.update(part.digest())
  }
  return {
    by: `${by} of ${partSizes.length} parts`,
    update(data) {
      unproved -= data.length
      for (let at = 0; at < data.length; endPart()) {
        const piece = data.subarray(at, at + missing)
        part.update(piece)
        at += piece.length
        missing -= piece.length
      }
    },
    difference() {
      endPart()
      if (unproved < 0) whole.update(part.digest()) // more bytes than the parts have, so the sum will differ
      return differenceOf(by, Buffer.from(whole.digest()).toString(encoding), wanted.split('-')[0]!)
    },
  }
}

function differenceOf(by: string, found: string, wanted: string): string | undefined {
  return found === wanted ? undefined : `has the ${by} ${found}, where S3 says ${wanted}`
}
