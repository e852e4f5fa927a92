import { type FileHandle, readdir, stat, unlink } from 'node:fs/promises'
import { stagingFolder } from './folders.ts'
import type { WorkingSet } from './working-set.ts'

// No function runs longer than 15 minutes (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), so the
// writer of an older file is dead. One minute is added because a client of NFS may answer with an older time for a
// minute (nfs(5), acregmax).
const staleAfterMs = 16 * 60_000

/**
 * Removes files that dead writers left behind. It runs at the first write of every environment, then once each
 * interval. It compares the age of a file with one that was made just now: both have their times from the server, whose
 * clock may differ from this one's. It never fails and never takes long: a file that stays is left for the next sweep.
 */
export async function sweepStagingFiles(workingSet: WorkingSet, justMade: FileHandle): Promise<void> {
  if (workingSet.sweepIsDue(Date.now(), staleAfterMs)) await workingSet.briefly(sweep(workingSet, justMade))
}

async function sweep(workingSet: WorkingSet, justMade: FileHandle): Promise<void> {
  const { mtimeMs: now } = await workingSet.call(() => justMade.stat())
  for (const name of await workingSet.call(() => readdir(workingSet.path(stagingFolder)))) {
    const path = workingSet.path(stagingFolder, name)
    try {
      const stats = await workingSet.call(() => stat(path))
      if (stats.isFile() && now - stats.mtimeMs >= staleAfterMs) await workingSet.call(() => unlink(path))
    } catch {
      // Its writer has finished, another environment sweeps too, or (.nfsXXXX) another process still holds it open.
    }
  }
}
