import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Failure } from '../../failure/failure.ts'
import { type AskedFolders, readFresh } from '../../working-set/fresh-file.ts'
import { retryLookup } from '../../working-set/retry-lookup.ts'
import type { WorkingSet } from '../../working-set/working-set.ts'
import type { InputFile } from '../storage.ts'

// The size of one read, each within the deadline of one call.
const blockBytes = 4 * 1024 * 1024

/**
 * Reads an input with the hash of the very bytes that are used: the file is opened once, and it never changes but is
 * only replaced.
 */
export async function readInputFile(
  workingSet: WorkingSet,
  fileId: string,
  limitBytes: number,
  asked?: AskedFolders,
): Promise<InputFile> {
  const read = (handle: FileHandle) => readWhole(workingSet, handle, fileId, limitBytes)
  const bytes = await retryLookup(
    workingSet,
    folders => readFresh(workingSet, ['inputs', fileId], read, folders),
    asked,
  )
  if (!bytes) throw missing(fileId)
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

async function readWhole(
  workingSet: WorkingSet,
  handle: FileHandle,
  fileId: string,
  limitBytes: number,
): Promise<Buffer | undefined> {
  const stats = await workingSet.call(() => handle.stat())
  if (!stats.isFile()) return undefined
  if (stats.size > limitBytes) {
    const message = `The input has ${stats.size} bytes; the limit is ${limitBytes}.`
    throw new Failure('INVALID_INPUT', message, { fileId })
  }
  const bytes = Buffer.allocUnsafe(stats.size)
  let at = 0
  while (at < bytes.length) {
    const length = Math.min(blockBytes, bytes.length - at)
    const { bytesRead } = await workingSet.call(() => handle.read(bytes, at, length, at))
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes.subarray(0, at)
}

function missing(fileId: string): Failure {
  return new Failure('NOT_FOUND', `There is no input ${fileId} on EFS. Send it to /ingest first.`, { fileId })
}
