import { setTimeout } from 'node:timers/promises'

const pauseMs = 50

// Looks a second time for what was not there. Where a client of NFS renames a file over one that it has open itself, the name
// is missing for a moment (fs/nfs/dir.c, nfs_rename; rename.nfs.test.ts shows it).
export async function lookAgain<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const first = await look()
  if (first !== undefined) return first
  await setTimeout(pauseMs)
  return look()
}
