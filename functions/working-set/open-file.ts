import { type FileHandle, open, stat } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { unless, type WorkingSet } from './working-set.ts'

// Opens what has this path now, or nothing; EFS_UNAVAILABLE when there is nothing because nothing is mounted. Files are
// looked at through here, not with stat: NFS lets a client answer stat from what it saw up to a minute ago, but has it
// ask the server at every open (nfs(5), "Close-to-open cache consistency").
export async function openFile(workingSet: WorkingSet, names: readonly string[]): Promise<FileHandle | undefined> {
  const found = await tryOpen(workingSet, names)
  if (found) return found
  const mount = await workingSet.call(stat(workingSet.mountPath))
  if (!mount.isDirectory()) throw new Failure('EFS_UNAVAILABLE', `${workingSet.mountPath} is not a folder.`)
  // That a name was missing is remembered as well, as long as its folder seems unchanged; opening the folder asks.
  const folder = await tryOpen(workingSet, names.slice(0, -1))
  if (!folder) return undefined
  await workingSet.call(folder.close())
  return tryOpen(workingSet, names)
}

function tryOpen(workingSet: WorkingSet, names: readonly string[]): Promise<FileHandle | undefined> {
  return workingSet.call(open(workingSet.path(...names)).catch(unless(undefined, 'ENOENT', 'ENOTDIR')))
}
