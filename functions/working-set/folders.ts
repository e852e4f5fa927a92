import { mkdir, stat } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { refreshFolder } from './fresh-file.ts'
import { unless } from './system-error.ts'
import type { WorkingSet } from './working-set.ts'

export const stagingFolder = '.staging'
export const originsFolder = '.origins'
// The folders that a working set has from its first use on, whichever file comes first.
const folders = ['models', 'inputs', 'outputs', stagingFolder, originsFolder]

/**
 * Makes the folders of a working set that are missing. It checks with stat, which a client of NFS may answer from
 * memory, because a check before a write must cost nothing. A folder that seems to be missing is checked again.
 */
export async function makeFolders(workingSet: WorkingSet): Promise<void> {
  for (const folder of folders) {
    const path = workingSet.path(folder)
    const stats = await workingSet.call(() => stat(path).catch(unless(undefined, 'ENOENT')))
    if (!stats?.isDirectory()) await makeFolder(workingSet, [folder])
  }
}

/**
 * Makes the folder one name at a time from the mount on, so that a missing mount is an error and is never created.
 * Afterwards this client of NFS knows which names the folder has.
 */
export async function makeFolder(workingSet: WorkingSet, names: readonly string[]): Promise<void> {
  if (await refreshFolder(workingSet, names)) return
  for (let depth = 1; depth <= names.length; depth++) {
    const path = workingSet.path(...names.slice(0, depth))
    await workingSet.call(() => mkdir(path).catch(unless(undefined, 'EEXIST', 'ENOTDIR')))
  }
  if (await refreshFolder(workingSet, names)) return
  if (names.length > 1) throw fileInTheWay(names, 'a file', 'a folder')
  throw new Failure('EFS_UNAVAILABLE', `${workingSet.path(...names)} is a file where this function needs a folder.`)
}

/**
 * Flushes a folder: a rename is certain to be on disk only once its folder is. (On NFS it is there when the rename is
 * answered: fs/nfs/dir.c, nfs_fsync_dir.)
 */
export async function syncFolder(workingSet: WorkingSet, names: readonly string[]): Promise<void> {
  const folder = await workingSet.open(names)
  if (!folder) return // the folder was removed, and the file with it
  try {
    await workingSet.call(() => folder.sync())
  } finally {
    await workingSet.release(folder)
  }
}

/** The failure for a key that collides with another on EFS: a bucket can hold both a and a/b, a file system cannot. */
export function fileInTheWay(names: readonly string[], is: string, wanted: string): Failure {
  return new Failure('INVALID_REQUEST', `On EFS ${names.join('/')} is or lies below ${is}, so it cannot be ${wanted}.`)
}
