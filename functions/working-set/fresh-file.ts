import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { isSystemError, nameOf } from './system-error.ts'
import type { WorkingSet } from './working-set.ts'

const attempts = 5
// A file that was open when another took its name: ESTALE from the server; EIO or EBADF when the server has started anew
// and the client could not open it there again.
const replacedErrors = ['ESTALE', 'EIO', 'EBADF']

// What `read` makes of the file that has this path now, whatever this client of NFS remembers; nothing where nothing is.
// `read` is called again when the file is replaced under it.
export async function readFresh<T>(
  workingSet: WorkingSet,
  names: readonly string[],
  read: (handle: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (!(await refreshFolder(workingSet, names.slice(0, -1)))) return undefined
      const handle = await workingSet.open(names)
      if (!handle) return undefined
      try {
        return await read(handle)
      } finally {
        await workingSet.release(handle)
      }
    } catch (error) {
      if (attempt === attempts || !wasReplaced(error)) throw error
    }
  }
}

// Has the client ask the server which names this folder has; false when there is no such folder. A client answers from
// memory that a name is missing, and opens a known name by the file that had it, while it believes that the folder has
// not changed, for 30 to 60 seconds (nfs(5), acdirmin and acdirmax). Opening a folder makes it ask (nfs(5), "Close-to-open
// cache consistency"; fs/nfs/dir.c, nfs_lookup_verify_inode). Folders of a working set are never removed, so one that is
// known needs no look at the folders above it. clients.nfs.test.ts shows both.
export async function refreshFolder(workingSet: WorkingSet, names: readonly string[]): Promise<boolean> {
  if (await opens(workingSet, names)) return true
  for (let depth = 0; depth <= names.length; depth++) {
    if (!(await opens(workingSet, names.slice(0, depth)))) return false
  }
  return true
}

async function opens(workingSet: WorkingSet, names: readonly string[]): Promise<boolean> {
  const folder = await workingSet.open(names, constants.O_RDONLY | constants.O_DIRECTORY)
  if (!folder) return false
  await workingSet.release(folder)
  return true
}

function wasReplaced(error: unknown): boolean {
  return error instanceof Failure && isSystemError(error.cause) && replacedErrors.includes(nameOf(error.cause))
}
