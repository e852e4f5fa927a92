import { createHash } from 'node:crypto'
import type { Proof } from '../integrity/proof.ts'
import type { StagedFile } from '../working-set/staged-file.ts'
import { partBytes } from './copy-limits.ts'
import type { PartSink } from './object-parts.ts'

const flushBytes = 32 * 1024 ** 2

// Where a copy goes: the staged file, the hash, the proof. What has been written is flushed as it goes, or syncing a whole
// object could outlast the deadline of a call.
export class FileSink implements PartSink {
  readonly proof: Proof
  readonly #file: StagedFile
  readonly #checkSize: (bytes: number) => void
  readonly #sha256 = createHash('sha256')
  bytes = 0
  #unflushed = 0

  constructor(file: StagedFile, proof: Proof, checkBytes: (bytes: number) => void) {
    this.#file = file
    this.proof = proof
    this.#checkSize = checkBytes
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    await this.#file.write(data, position)
    this.#unflushed += data.length
    if (this.#unflushed < flushBytes) return
    this.#unflushed = 0
    await this.#file.flush()
  }

  take(data: Uint8Array): void {
    this.bytes += data.length
    this.#checkSize(this.bytes)
    this.#sha256.update(data)
    this.proof.update(data)
  }

  // Goes on after what an earlier attempt left in the file: read again, because only what is there counts.
  async resume(most: number): Promise<void> {
    const kept = Math.min(await this.#file.size(), most)
    const buffer = Buffer.allocUnsafe(Math.min(partBytes, kept))
    while (this.bytes < kept) {
      const length = await this.#file.read(buffer.subarray(0, kept - this.bytes), this.bytes)
      if (length === 0) return
      this.take(buffer.subarray(0, length))
    }
  }

  sha256(): string {
    return this.#sha256.digest('hex')
  }
}
