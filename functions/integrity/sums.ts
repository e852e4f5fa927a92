import { createHash } from 'node:crypto'
import { type ContentClaim, proofOf } from './proof.ts'

/** The result for an object's bytes once all of them have been taken. */
export interface ContentSums {
  /** Hexadecimal. */
  readonly sha256: string
  /** `by` of the proof (proof.ts). */
  readonly verifiedBy: string
  /** The difference from S3's claim, as the end of a sentence; undefined if the bytes match it. */
  readonly difference: string | undefined
}

/** Takes the sums of an object's bytes as they arrive. */
export interface Sums {
  /**
   * Takes the next bytes, in order. The caller need not wait for earlier calls. The bytes may change once the promise
   * has resolved.
   */
  take(data: Uint8Array): Promise<void>
  /** The sums of all bytes. Nothing can be taken afterwards. */
  result(): Promise<ContentSums>
  close(): void
}

/** Makes sums that the calling thread takes. */
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
