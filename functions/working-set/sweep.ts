import { readdir, stat, unlink } from 'node:fs/promises'
import { stagingFolder } from './folders.ts'
import { unless, type WorkingSet } from './working-set.ts'

// No function runs longer than 15 minutes (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), so the
// writer of an older file is dead. A minute more, because the file's time is the server's clock.
const staleAfterMs = 16 * 60_000

// Removes what writers that died left behind. The first write of every environment looks, then one each interval.
export async function sweepStagingFiles(workingSet: WorkingSet): Promise<void> {
  const now = Date.now()
  if (!workingSet.sweepIsDue(now, staleAfterMs)) return
  for (const name of await workingSet.call(readdir(workingSet.path(stagingFolder)))) {
    const path = workingSet.path(stagingFolder, name)
    // ENOENT: its writer finished, or another environment sweeps too.
    const stats = await workingSet.call(stat(path).catch(unless(undefined, 'ENOENT')))
    if (!stats?.isFile() || now - stats.mtimeMs < staleAfterMs) continue
    await workingSet.call(unlink(path).catch(unless(undefined, 'ENOENT')))
  }
}
