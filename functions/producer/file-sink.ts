import type { PartSink } from '../bucket/object-parts.ts'
import { borrowPartBuffer, returnPartBuffer } from '../bucket/part-buffers.ts'
import type { Sums } from '../integrity/sums.ts'
import type { StagedFile } from '../working-set/staged-file.ts'

const flushBytes = 32 * 1024 ** 2

/**
 * The target of a copy: the staged file and the sums. Written bytes are flushed during the copy, because syncing a
 * whole object at the end could outlast the deadline of a call.
 */
export class FileSink implements PartSink {
  readonly #file: StagedFile
  readonly #sums: Sums
  readonly #checkSize: (bytes: number) => void
  bytes = 0
  #unflushed = 0
  #writing: Promise<unknown> = Promise.resolve()

  constructor(file: StagedFile, sums: Sums, checkBytes: (bytes: number) => void) {
    this.#file = file
    this.#sums = sums
    this.#checkSize = checkBytes
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    // One write at a time: the system writes a file for one caller only, and others spin meanwhile, which takes CPU time
    // ("optimistic spinning", docs.kernel.org/locking/mutex-design.html, also of an inode's rw_semaphore).
    const written = this.#writing.then(() => this.#file.write(data, position))
    this.#writing = written
    await written
    this.#unflushed += data.length
    if (this.#unflushed < flushBytes) return
    this.#unflushed = 0
    await this.#file.flush()
  }

  take(data: Uint8Array): Promise<void> {
    this.bytes += data.length
    this.#checkSize(this.bytes)
    return this.#sums.take(data)
  }

  // Continues after the bytes that an earlier attempt left in the file. It reads them again, because only the file's
  // real content counts. It stops at `stopAt`, on the clock of `performance.now()`.
  async resume(kept: number, stopAt: number): Promise<void> {
    const buffer = borrowPartBuffer()
    while (this.bytes < kept && performance.now() < stopAt) {
      const length = await this.#file.read(buffer.subarray(0, kept - this.bytes), this.bytes)
      if (length === 0) break // somebody has made the file shorter
      await this.take(buffer.subarray(0, length))
    }
    returnPartBuffer(buffer)
  }
}
