import { type FileHandle, readdir, stat, unlink } from 'node:fs/promises'
import { stagingFolder } from './folders.ts'
import type { WorkingSet } from './working-set.ts'

// No function runs longer than 15 minutes (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), so the
// writer of an older file is dead. A minute more, because a client of NFS may answer for a minute with an older time
// (nfs(5), acregmax).
const staleAfterMs = 16 * 60_000

/**
 * Removes what writers that died left behind. The first write of every environment looks, then one each interval. The
 * age of a file is taken from one that was made just now: both have their times from the server, whose clock need not be
 * this one's. It never fails and never takes long: what stays is for the next.
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
      // Its writer has finished, another environment sweeps too, or (.nfsXXXX) somebody still holds it open.
    }
  }
}
