import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuiltZip } from './build-zips.ts'
import { writeWhole } from './write-whole.ts'

// Both functions for three machines, twice: 200 MB at most.
const kept = 12

/**
 * Returns the zip that was stored under a key, or undefined. An entry is one file, whose name describes its content:
 * `<key>-<sha256>-<unzipped bytes>.zip`. An entry with other bytes (cut short, damaged) counts as none. So does a
 * folder or entry that cannot be read, or that is removed meanwhile: then the zip is built.
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
 * Stores a zip under a key, and removes all but the 12 most recently used entries. A folder that cannot be written is
 * not changed: then the zip is built again another time.
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

// Another process may remove entries at the same time, so any listed entry may be gone. Unfinished files of killed
// processes are removed like entries. The entry that was just stored is kept: the clock of a file system is coarser
// than the one that marks entries as used, so it may look older than they do.
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
  // Without permission, or after another process has removed it, the entry just keeps its old time.
  await utimes(path, now, now).catch(ignoreFileSystem)
}

/** A cache is only a convenience: an error of the file system costs only time. */
function ignoreFileSystem(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
}
