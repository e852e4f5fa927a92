import type { Bucket } from '../bucket/bucket.ts'
import { partBytes } from '../bucket/lanes.ts'
import { BrokenBody } from '../bucket/object-body.ts'
import { downloadParts, NoRanges } from '../bucket/object-parts.ts'
import { type OpenObject, ReplacedObject } from '../bucket/stored-object.ts'
import { Failure } from '../failure/failure.ts'
import { type ContentClaim, lengthOnly, needsPartSizes } from '../integrity/proof.ts'
import { type Sums, sumsHere } from '../integrity/sums.ts'
import { SumsThread } from '../integrity/sums-thread.ts'
import type { Key } from '../working-set/key.ts'
import { partialName } from '../working-set/rivals.ts'
import { type StagedFile, withStagedFile } from '../working-set/staged-file.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import type { CopyLimits } from './copy-limits.ts'
import { FileSink } from './file-sink.ts'
import { UnfinishedCopy } from './unfinished-copy.ts'
import { downloadWhole } from './object-stream.ts'

/** A complete, flushed copy in .staging/, which still needs its name. */
export interface Copy {
  file: StagedFile
  etag: string
  sha256: string
  /** The proof that its bytes were checked against (proof.ts). */
  verifiedBy: string
  ino: string
  bytes: number
}

export interface CopySource {
  bucket: Bucket
  workingSet: WorkingSet
  key: Key
  limits: CopyLimits
  /** The program that takes the sums of large objects in a separate thread. Without it this thread takes them. */
  sumsProgram?: string | undefined
}

const attempts = { broken: 3, corrupt: 3, replaced: 10 }
// The limit is needed because the sizes of parts are requested one by one.
const mostParts = 1000
// The sums of smaller objects are done before a thread would have started.
const threadBytes = 32 * 1024 ** 2

/** The bytes that arrived differ from the object in S3. */
class CorruptCopy extends Failure {}

/**
 * Copies the object as it is now, unless it still has the known ETag, and passes the copy to `use`. If `replaced` is
 * given, `use` must give the copy that name. The copy starts again if its download breaks off, if its bytes differ from
 * the object in S3, or if the object is replaced meanwhile.
 */
export async function copyObject<T>(
  source: CopySource,
  knownEtag: string | undefined,
  use: (copy: Copy) => Promise<T>,
  replaced?: readonly string[],
): Promise<T | 'unchanged'> {
  const { bucket, workingSet, key, limits } = source
  let ranges = true
  const failed = { broken: 0, corrupt: 0, replaced: 0 }
  for (;;) {
    const object = await bucket.open(key.text, knownEtag)
    if (object === 'unchanged') return object
    const partial = ranges && isLarge(object) ? partialName(key.path, contentOf(object)) : undefined
    try {
      requireEtag(object)
      checkSize(key, object.bytes ?? 0, limits)
      const work = async (file: StagedFile) => use(await fill(file, source, object, partial))
      return await withStagedFile(workingSet, work, replaced, partial)
    } catch (error) {
      const kind = kindOf(error)
      if (!kind || ++failed[kind] === attempts[kind] || performance.now() > limits.lastAttemptAt) throw error
      if (error instanceof NoRanges) ranges = false
    } finally {
      object.body.close()
    }
  }
}

// The reason to start the copy again, or undefined if there is none.
function kindOf(error: unknown): keyof typeof attempts | undefined {
  if (error instanceof ReplacedObject) return 'replaced'
  if (error instanceof CorruptCopy) return 'corrupt'
  return error instanceof BrokenBody || error instanceof NoRanges ? 'broken' : undefined
}

// S3 always sends the ETag; without it, changes of the object could not be noticed.
function requireEtag({ key, etag }: OpenObject): void {
  if (etag !== '') return
  throw new Failure('S3_UNAVAILABLE', `The bucket gives ${key} no ETag, as S3 would. The object cannot be copied.`, {
    key,
  })
}

function isLarge(object: OpenObject): object is OpenObject & { bytes: number } {
  return (object.bytes ?? 0) > partBytes
}

function contentOf({ key, etag, versionId, bytes }: OpenObject): string {
  return JSON.stringify([key, etag, versionId, bytes])
}

async function fill(
  file: StagedFile,
  source: CopySource,
  object: OpenObject,
  partial: string | undefined,
): Promise<Copy> {
  const { bucket, key, limits } = source
  const sums = await openSums(source, object)
  try {
    const sink = new FileSink(file, sums, bytes => checkSize(key, bytes, limits))
    if (partial && isLarge(object)) {
      const kept = Math.min(await file.size(), object.bytes)
      const keep = (error: unknown) => keepBeginning(error, file, partial, Math.max(kept, sink.bytes))
      await sink.resume(kept, limits.stopAt).catch(keep)
      if (sink.bytes < kept && performance.now() >= limits.stopAt) {
        await keep(new UnfinishedCopy(object.key, kept, object.bytes, 'it continues from there'))
      }
      const reason = (taken: number) => new UnfinishedCopy(object.key, taken, object.bytes, 'it continues from there')
      const stop = { at: limits.stopAt, reason }
      await downloadParts(bucket, object, sink.bytes, sink, { lanes: limits.lanes, stop }).catch(keep)
    } else {
      await downloadWhole(object, sink, limits.stopAt)
    }
    const { sha256, verifiedBy, difference } = await sums.result()
    if (difference) {
      const message = `The content of ${key.text} that arrived ${difference}. Send the request again.`
      throw new CorruptCopy('S3_UNAVAILABLE', message, { key: key.text })
    }
    const sealed = await file.seal()
    // An earlier attempt may have left a file that is longer than the object.
    if (sealed.bytes !== sink.bytes) {
      const message = `The copy of ${key.text} is longer than the object. Send the request again.`
      throw new CorruptCopy('S3_UNAVAILABLE', message, { key: key.text })
    }
    const nothing = verifiedBy === lengthOnly && object.bytes === undefined
    return { file, etag: object.etag, sha256, verifiedBy: nothing ? 'nothing' : verifiedBy, ...sealed }
  } finally {
    sums.close()
  }
}

async function openSums({ bucket, limits, sumsProgram }: CopySource, object: OpenObject): Promise<Sums> {
  const { etag, etagIsMd5, checksum } = object
  const claim: ContentClaim = { etag, etagIsMd5, checksum }
  if (needsPartSizes(object)) {
    const inTime = AbortSignal.timeout(Math.max(0, Math.floor(limits.stopAt - performance.now())))
    claim.partSizes = await bucket.partSizes(object, mostParts, inTime).catch(error => {
      throw inTime.aborted ? new UnfinishedCopy(object.key, 0, object.bytes) : error
    })
  }
  return sumsProgram && (object.bytes ?? 0) >= threadBytes ? new SumsThread(sumsProgram, claim) : sumsHere(claim)
}

// Keeps the bytes that have arrived for the next attempt, of this function or of another, unless EFS failed or they are
// useless.
async function keepBeginning(error: unknown, file: StagedFile, partial: string, bytes: number): Promise<never> {
  const useful = error instanceof Failure && error.code !== 'EFS_UNAVAILABLE' && !(error instanceof ReplacedObject)
  if (useful && bytes >= partBytes) await file.leave(partial, bytes).catch(() => undefined)
  throw error
}

function checkSize(key: Key, bytes: number, { objectBytes }: CopyLimits): void {
  if (bytes <= objectBytes) return
  const message = `${key.text} has at least ${bytes} bytes; the limit is ${objectBytes}.`
  throw new Failure('TOO_LARGE', message, { key: key.text, bytes, limitBytes: objectBytes })
}
