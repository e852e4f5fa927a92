import { createChecksum, isKnownChecksum } from './checksum.ts'

/** What S3 says of an object's content. */
export interface ContentClaim {
  /** As the `ETag` header has it, with its quotes. */
  etag: string
  /** Whether the ETag is an MD5 if it looks like one. */
  etagIsMd5: boolean
  /** `value` is base64; of the parts' checksums where `ofParts`, and then it may end in a hyphen and their number. */
  checksum?: { algorithm: string; value: string; ofParts: boolean } | undefined
  /** Sizes of the parts in bytes, where the object was uploaded in parts and S3 tells them. */
  partSizes?: readonly number[] | undefined
}

/** Checks bytes, which come in order, against what S3 says of them. */
export interface Proof {
  /** What is checked, for people: `CRC64NVME`, `SHA256 of 4 parts`, `ETag (MD5)`, `length only`. */
  readonly by: string
  update(data: Uint8Array): void
  /** What differs, as the end of a sentence; nothing when the bytes are those that S3 means. */
  difference(): string | undefined
}

/** Of an object of which S3 says nothing but how many bytes it has. */
export const lengthOnly = 'length only'

/** The strongest proof that S3 makes possible: the whole object's checksum, else the parts', else the ETag, else none. */
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

/** Whether the proof of this object needs to know how large its parts are. */
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

// The checksum of the parts' checksums, one after the other; an ETag of parts is made in the same way
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
      if (unproved < 0) whole.update(part.digest()) // more than the parts have, so the sum is another one
      return differenceOf(by, Buffer.from(whole.digest()).toString(encoding), wanted.replace(/-\d+$/, ''))
    },
  }
}

function differenceOf(by: string, found: string, wanted: string): string | undefined {
  return found === wanted ? undefined : `has the ${by} ${found}, where S3 says ${wanted}`
}
