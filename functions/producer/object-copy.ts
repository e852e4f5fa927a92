import { createHash } from 'node:crypto'
import type { Bucket, OpenObject } from '../bucket/bucket.ts'
import { BrokenBody } from '../bucket/object-body.ts'
import { Failure } from '../failure/failure.ts'
import type { Key } from '../working-set/key.ts'
import { type StagedFile, withStagedFile } from '../working-set/staged-file.ts'
import type { WorkingSet } from '../working-set/working-set.ts'

// A complete, flushed copy that waits in .staging/ to be given its name.
export interface Copy {
  file: StagedFile
  etag: string
  sha256: string
  ino: string
  bytes: number
}

export const objectLimitBytes = 1024 ** 3
const blockBytes = 1024 ** 2
const flushBytes = 64 * blockBytes
const attempts = 3
// No new attempt after this, so that the last one's outcome still reaches a caller of API Gateway (29 s).
const lastAttemptAfterMs = 10_000

// Copies the object as it is now, unless it still has the known ETag, and hands the copy to `use`, which is to give it the
// name `replaced` where that is told. A download that breaks off is started again.
export async function copyObject<T>(
  bucket: Bucket,
  workingSet: WorkingSet,
  key: Key,
  knownEtag: string | undefined,
  use: (copy: Copy) => Promise<T>,
  replaced?: readonly string[],
): Promise<T | 'unchanged'> {
  const startedAt = performance.now()
  for (let attempt = 1; ; attempt++) {
    const object = await bucket.open(key.text, knownEtag)
    if (object === 'unchanged') return object
    try {
      checkSize(key, object.bytes ?? 0)
      return await withStagedFile(workingSet, async file => use(await fill(file, key, object)), replaced)
    } catch (error) {
      const late = performance.now() - startedAt > lastAttemptAfterMs
      if (!(error instanceof BrokenBody) || attempt === attempts || late) throw error
    } finally {
      object.body.close()
    }
  }
}

// Memory stays bounded: one block is written while the next one arrives. So does the time of the last flush: what has
// been written is flushed as it goes, or syncing a whole object could outlast the deadline of a call.
async function fill(file: StagedFile, key: Key, { body, bytes: declared, etag }: OpenObject): Promise<Copy> {
  const hash = createHash('sha256')
  let bytes = 0
  let unflushed = 0
  let block: Uint8Array[] = []
  let blockLength = 0
  let writing: Promise<void> = Promise.resolve()
  const writeBlock = async () => {
    const data = Buffer.concat(block)
    block = []
    blockLength = 0
    await writing
    unflushed += data.length
    const flush = unflushed >= flushBytes
    if (flush) unflushed = 0
    writing = file.append(data).then(() => (flush ? file.flush() : undefined))
    writing.catch(() => undefined) // awaited before the next block or at the end, whichever comes first
    hash.update(data)
  }
  try {
    for await (const chunk of body.chunks()) {
      bytes += chunk.length
      checkSize(key, bytes)
      block.push(chunk)
      blockLength += chunk.length
      if (blockLength >= blockBytes) await writeBlock()
    }
    await writeBlock()
  } finally {
    await writing // the file is closed next, so nothing may be under way
  }
  if (declared !== undefined && bytes !== declared) throw body.broken(`ended after ${bytes} of ${declared} bytes`)
  return { file, etag, sha256: hash.digest('hex'), ...(await file.seal()) }
}

function checkSize(key: Key, bytes: number): void {
  if (bytes <= objectLimitBytes) return
  const message = `${key.text} has at least ${bytes} bytes; the limit is ${objectLimitBytes}.`
  throw new Failure('TOO_LARGE', message, { key: key.text, bytes, limitBytes: objectLimitBytes })
}
