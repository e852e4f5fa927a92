import { createHash } from 'node:crypto'
import { type ContentClaim, proofOf } from './proof.ts'

/** What is known of an object's bytes when all of them have been taken. */
export interface ContentSums {
  /** Hexadecimal. */
  readonly sha256: string
  /** `by` of the proof (proof.ts). */
  readonly verifiedBy: string
  /** What differs from what S3 says, as the end of a sentence; nothing when the bytes are those that S3 means. */
  readonly difference: string | undefined
}

/** Takes the sums of an object's bytes as they come. */
export interface Sums {
  /** The next bytes, in order, without waiting for those before. They may change once it has resolved. */
  take(data: Uint8Array): Promise<void>
  /** Of all bytes. Nothing can be taken after it. */
  result(): Promise<ContentSums>
  close(): void
}

/** Sums that the calling thread takes. */
export async function sumsHere(claim: ContentClaim): Promise<Sums> {
  const proof = await proofOf(claim)
  const sha256 = createHash('sha256')
  return {
    async take(data) {
      sha256.update(data)
      proof.update(data)
    },
    async result() {
      return { sha256: sha256.digest('hex'), verifiedBy: proof.by, difference: proof.difference() }
    },
    close() {},
  }
}
