import * as z from 'zod'
import { type FileVersion, findFile, sameVersion } from './file-version.ts'
import { originsFolder } from './folders.ts'
import { readFresh } from './fresh-file.ts'
import type { Key } from './key.ts'
import { replaceFile } from './replace-file.ts'
import type { WorkingSet } from './working-set.ts'

// The record of the object that a file on EFS is a copy of: .origins/<fileId>.json. It names the very file that it
// describes (inode, size, time), so the two cannot disagree. If a writer dies between them, or two writers cross, the
// record describes a file that is no longer there and is treated as missing, and the next event copies the object
// again.
const originSchema = z.object({
  key: z.string(),
  // The ETag is sent to S3 as If-None-Match. It must be one value that a header can carry, and neither a list nor *,
  // which any object matches (RFC 9110, 13.1.2).
  etag: z
    .string()
    .max(1024)
    .regex(/^(?!\*$)[\x21-\x2b\x2d-\x7e]*$/),
  sha256: z.string(),
  // The proof that the bytes were checked against when they arrived. Older records lack it.
  verifiedBy: z.string().optional(),
  copy: z.object({ ino: z.string(), bytes: z.number(), mtimeNs: z.string() }),
})

export type Origin = z.infer<typeof originSchema>
export type NewOrigin = Pick<Origin, 'etag' | 'sha256' | 'verifiedBy'> & { ino: string }

export async function readOrigin(workingSet: WorkingSet, key: Key, copy: FileVersion): Promise<Origin | undefined> {
  const text = await readFresh(workingSet, originPath(key), handle => workingSet.call(() => handle.readFile('utf8')))
  if (text === undefined) return undefined
  const { data: origin } = originSchema.safeParse(parseJson(text))
  return origin?.key === key.text && sameVersion(origin.copy, copy) ? origin : undefined
}

/**
 * Writes the record. Call it after the copy has its name. If another writer has replaced the copy since, nothing is
 * written: that writer writes its own record.
 */
export async function writeOrigin(workingSet: WorkingSet, key: Key, origin: NewOrigin): Promise<void> {
  const { etag, sha256, verifiedBy, ino } = origin
  const copy = await findFile(workingSet, key.path)
  if (typeof copy !== 'object' || copy.ino !== ino) return
  const record: Origin = { key: key.text, etag, sha256, verifiedBy, copy }
  await replaceFile(workingSet, originPath(key), `${JSON.stringify(record)}\n`)
}

function originPath(key: Key): string[] {
  return [originsFolder, `${key.fileId}.json`]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined // an unreadable record is treated as missing
    throw error
  }
}
