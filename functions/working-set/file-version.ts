import type { FileHandle } from 'node:fs/promises'
import { type AskedFolders, readFresh } from './fresh-file.ts'
import type { WorkingSet } from './working-set.ts'

/**
 * Identifies the bytes that a path holds. Files are never written in place but only replaced by a rename, so another
 * content always has another inode. Size and time reveal an inode number that was used again.
 */
export interface FileVersion {
  ino: string
  bytes: number
  mtimeNs: string
}

export function sameVersion(a: FileVersion, b: FileVersion): boolean {
  return a.ino === b.ino && a.bytes === b.bytes && a.mtimeNs === b.mtimeNs
}

export function findFile(
  workingSet: WorkingSet,
  names: readonly string[],
  asked?: AskedFolders,
): Promise<FileVersion | 'folder' | undefined> {
  return readFresh(workingSet, names, handle => versionOf(workingSet, handle), asked)
}

export async function versionOf(workingSet: WorkingSet, handle: FileHandle): Promise<FileVersion | 'folder'> {
  const stats = await workingSet.call(() => handle.stat({ bigint: true }))
  if (stats.isDirectory()) return 'folder'
  return { ino: String(stats.ino), bytes: Number(stats.size), mtimeNs: String(stats.mtimeNs) }
}
