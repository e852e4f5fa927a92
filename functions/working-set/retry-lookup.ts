import { setTimeout } from 'node:timers/promises'
import { AskedFolders } from './fresh-file.ts'
import type { WorkingSet } from './working-set.ts'

const pauseMs = 50

/**
 * Repeats a lookup that found nothing. If a client of NFS renames a file over one that it has open itself, the name is
 * missing for a moment (fs/nfs/dir.c, nfs_rename; rename.nfs.test.ts shows it). `asked` belongs to the first lookup;
 * the second asks for the folders again.
 */
export async function retryLookup<T>(
  workingSet: WorkingSet,
  lookup: (asked: AskedFolders) => Promise<T | undefined>,
  asked = new AskedFolders(workingSet),
): Promise<T | undefined> {
  const first = await lookup(asked)
  if (first !== undefined) return first
  await setTimeout(pauseMs)
  return lookup(new AskedFolders(workingSet))
}
