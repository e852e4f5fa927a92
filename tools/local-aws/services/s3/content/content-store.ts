import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Digest } from './digest.ts'
import { StoredContent } from './stored-content.ts'

const writeBytes = 1024 * 1024

/** Stores the bytes of all buckets. File names are random: only the memory knows to which object a file belongs. */
export class ContentStore {
  readonly #folder: string
  #made: Promise<unknown> | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Streams chunks to disk and through the digests in one pass, with at most a megabyte or two in memory. The file's
   * random name is returned only when the file is complete, so nobody can read half of it.
   */
  async write(chunks: AsyncIterable<Uint8Array>, digests: readonly Digest[]): Promise<StoredContent> {
    this.#made ??= mkdir(this.#folder, { recursive: true })
    await this.#made
    const path = join(this.#folder, randomUUID())
    const file = await open(path, 'wx')
    try {
      const size = await copy(chunks, file, digests)
      return new StoredContent([{ path, size }])
    } catch (error) {
      await rm(path, { force: true })
      throw error
    } finally {
      await file.close()
    }
  }
}

/** Writes one batch to disk while the next one arrives and is hashed. */
async function copy(chunks: AsyncIterable<Uint8Array>, file: FileHandle, digests: readonly Digest[]): Promise<number> {
  let size = 0
  let batch: Uint8Array[] = []
  let batchBytes = 0
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    await writing
    writing = writeAll(file, batch, batchBytes)
    // It is awaited with the next batch; until then a failure must not count as unhandled.
    writing.catch(() => {})
    batch = []
    batchBytes = 0
  }
  for await (const chunk of chunks) {
    for (const digest of digests) digest.update(chunk)
    batch.push(chunk)
    batchBytes += chunk.length
    size += chunk.length
    if (batchBytes >= writeBytes) await flush()
  }
  if (batchBytes > 0) await flush()
  await writing
  return size
}

async function writeAll(file: FileHandle, batch: Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await file.writev(batch)
  if (bytesWritten !== bytes) throw new Error(`Only ${bytesWritten} of ${bytes} bytes were written. Is the disk full?`)
}
