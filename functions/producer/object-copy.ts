import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Bucket, OpenObject } from '../bucket/bucket.ts'
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
const silenceMs = 5000
const attempts = 3
// No new attempt after this, so that the last one's outcome still reaches a caller of API Gateway (29 s).
const lastAttemptAfterMs = 10_000

// Copies the object as it is now, unless it still has the known ETag, and hands the copy to `use`. The SDK retries the
// request, but not a body that breaks off; that is done here.
export async function copyObject<T>(
  bucket: Bucket,
  workingSet: WorkingSet,
  key: Key,
  knownEtag: string | undefined,
  use: (copy: Copy) => Promise<T>,
): Promise<T | 'unchanged'> {
  const startedAt = performance.now()
  for (let attempt = 1; ; attempt++) {
    const object = await bucket.open(key.text, knownEtag)
    if (object === 'unchanged') return object
    object.body.on('error', () => undefined) // heard where the body is read; may also come after the reader has left
    try {
      checkSize(key, object.bytes ?? 0)
      return await withStagedFile(workingSet, async file => use(await fill(file, key, object)))
    } catch (error) {
      const late = performance.now() - startedAt > lastAttemptAfterMs
      if (!(error instanceof BrokenBody) || attempt === attempts || late) throw error
    } finally {
      object.body.destroy()
    }
  }
}

class BrokenBody extends Failure {}

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
    for await (const chunk of chunksOf(body, key)) {
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
  if (declared !== undefined && bytes !== declared) throw broken(key, `ended after ${bytes} of ${declared} bytes`)
  return { file, etag, sha256: hash.digest('hex'), ...(await file.seal()) }
}

async function* chunksOf(body: Readable, key: Key): AsyncGenerator<Uint8Array> {
  const iterator: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]()
  for (;;) {
    const { done, value } = await nextChunk(iterator, key)
    if (done) return
    yield value
  }
}

// The clock runs only while S3 is waited for, so a slow file system is not taken for a silent S3.
async function nextChunk(iterator: AsyncIterator<Uint8Array>, key: Key): Promise<IteratorResult<Uint8Array>> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(broken(key, `sent nothing for ${silenceMs} ms`)), silenceMs)
  })
  try {
    return await Promise.race([iterator.next(), silence])
  } catch (error) {
    throw error instanceof Failure ? error : broken(key, 'broke off', error)
  } finally {
    clearTimeout(timer)
  }
}

function broken(key: Key, what: string, cause?: unknown): BrokenBody {
  return new BrokenBody('S3_UNAVAILABLE', `The download of ${key.text} ${what}.`, { key: key.text }, cause)
}

function checkSize(key: Key, bytes: number): void {
  if (bytes <= objectLimitBytes) return
  const message = `${key.text} has at least ${bytes} bytes; the limit is ${objectLimitBytes}.`
  throw new Failure('TOO_LARGE', message, { key: key.text, bytes, limitBytes: objectLimitBytes })
}
