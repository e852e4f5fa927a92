import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuiltZip } from './build-zips.ts'
import { writeWhole } from './write-whole.ts'

// Both functions for three machines, twice: 200 MB at most.
const kept = 12

/**
 * The zip that was stored under a key, or undefined. An entry is one file, whose name tells what must be in it:
 * `<key>-<sha256>-<unzipped bytes>.zip`. One with other bytes (cut short, damaged) counts as none. A folder or an entry
 * that cannot be read, or that goes while it is read, counts as none too: then the zip is built.
 */
export async function readCachedZip(folder: string, key: string): Promise<BuiltZip | undefined> {
  try {
    for (const name of await readdir(folder)) {
      const [, sha256, unzippedBytes] = name.startsWith(`${key}-`) ? (/-(\w{64})-(\d+)\.zip$/.exec(name) ?? []) : []
      if (sha256 === undefined) continue
      const content = await readFile(join(folder, name))
      if (createHash('sha256').update(content).digest('hex') !== sha256) continue
      await markUsed(join(folder, name))
      return { content, sha256, unzippedBytes: Number(unzippedBytes) }
    }
  } catch (error) {
    ignoreFileSystem(error)
  }
  return undefined
}

/**
 * Stores a zip under a key, and removes the entries that have not been used for longest, but for 12. A folder that cannot
 * be written stays as it is: the zip is then built again another time.
 */
export async function writeCachedZip(folder: string, key: string, zip: BuiltZip): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    const path = join(folder, `${key}-${zip.sha256}-${zip.unzippedBytes}.zip`)
    await writeWhole(path, zip.content)
    await prune(folder, path)
  } catch (error) {
    ignoreFileSystem(error)
  }
}

// Another process may prune at the same time, so anything listed here may be gone. What a process that was killed left
// unfinished goes the same way as an entry. What has just been stored stays: the clock of a file system is coarser than the one
// by which entries are marked as used, so it may look older than they do.
async function prune(folder: string, stored: string): Promise<void> {
  const entries = await Promise.all(
    (await readdir(folder)).map(async name => {
      const path = join(folder, name)
      return { path, usedAt: await stat(path).then(({ mtimeMs }) => mtimeMs, ignoreFileSystem) }
    }),
  )
  const others = entries.filter(({ path }) => path !== stored)
  others.sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0))
  for (const { path } of others.slice(kept - 1)) await rm(path, { force: true })
}

async function markUsed(path: string): Promise<void> {
  const now = new Date()
  // Without the right to, or when it has just been pruned, the entry is merely older than it could be.
  await utimes(path, now, now).catch(ignoreFileSystem)
}

/** A cache is a convenience: what the file system refuses only costs time. */
function ignoreFileSystem(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
}
