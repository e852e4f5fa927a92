import { setTimeout } from 'node:timers/promises'
import { AskedFolders } from './fresh-file.ts'
import type { WorkingSet } from './working-set.ts'

const pauseMs = 50

/**
 * Looks a second time for what was not there. Where a client of NFS renames a file over one that it has open itself, the name
 * is missing for a moment (fs/nfs/dir.c, nfs_rename; rename.nfs.test.ts shows it). `asked` is of the first look; the second asks
 * for the folders anew.
 */
export async function lookAgain<T>(
  workingSet: WorkingSet,
  look: (asked: AskedFolders) => Promise<T | undefined>,
  asked = new AskedFolders(workingSet),
): Promise<T | undefined> {
  const first = await look(asked)
  if (first !== undefined) return first
  await setTimeout(pauseMs)
  return look(new AskedFolders(workingSet))
}
