import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { unless, type WorkingSet } from './working-set.ts'

// Which bytes a path holds. Files are never written in place, only replaced by a rename, so another content is always
// another inode; size and time tell apart an inode whose number was given out again.
export interface FileVersion {
  ino: string
  bytes: number
  mtimeNs: string
}

export function versionOf(stats: BigIntStats): FileVersion {
  return { ino: String(stats.ino), bytes: Number(stats.size), mtimeNs: String(stats.mtimeNs) }
}

export function sameVersion(a: FileVersion, b: FileVersion): boolean {
  return a.ino === b.ino && a.bytes === b.bytes && a.mtimeNs === b.mtimeNs
}

// Nothing when there is no such file; EFS_UNAVAILABLE when that is because nothing is mounted.
export async function findFile(
  workingSet: WorkingSet,
  names: readonly string[],
): Promise<FileVersion | 'folder' | undefined> {
  const path = workingSet.path(...names)
  const stats = await workingSet.call(stat(path, { bigint: true }).catch(unless(undefined, 'ENOENT', 'ENOTDIR')))
  if (!stats) {
    await requireMount(workingSet)
    return undefined
  }
  return stats.isDirectory() ? 'folder' : versionOf(stats)
}

export async function requireMount(workingSet: WorkingSet): Promise<void> {
  const mount = await workingSet.call(stat(workingSet.mountPath))
  if (!mount.isDirectory()) throw new Failure('EFS_UNAVAILABLE', `${workingSet.mountPath} is not a folder.`)
}
