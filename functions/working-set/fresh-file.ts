import type { FileHandle } from 'node:fs/promises'
import { causeOf } from './system-error.ts'
import type { WorkingSet } from './working-set.ts'

const attempts = 5
// The errors of a file that was open when another took its name: ESTALE if the server has forgotten the file
// (NFS4ERR_STALE, RFC 8881, 15.1.2); EIO or EBADF if the client had to open it again after a restart of the server and
// could not (fs/nfs/nfs4state.c, nfs4_state_mark_recovery_failed).
const replacedErrors: readonly (string | undefined)[] = ['ESTALE', 'EIO', 'EBADF']

/**
 * Calls `read` with the file at this path, in the state that the server has and not the one that this client of NFS
 * remembers, and returns its result; undefined if there is no file. `read` is called again if the file is replaced
 * meanwhile. `asked` is shared by callers that look up several files at one time.
 */
export async function readFresh<T>(
  workingSet: WorkingSet,
  names: readonly string[],
  read: (handle: FileHandle) => Promise<T>,
  asked?: AskedFolders,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Folders that were asked for before the file was replaced are asked for again.
      const folders = (attempt === 1 && asked) || new AskedFolders(workingSet)
      if (!(await folders.have(names.slice(0, -1)))) return undefined
      const handle = await workingSet.open(names)
      if (!handle) return undefined
      try {
        return await read(handle)
      } finally {
        // A caller that looks up several files does not wait for the close.
        const closing = workingSet.release(handle)
        if (!asked) await closing
      }
    } catch (error) {
      if (attempt === attempts || !replacedErrors.includes(causeOf(error))) throw error
    }
  }
}

/**
 * Makes the client ask the server which names this folder has; false if there is no such folder. While the client
 * believes that a folder has not changed, for 30 to 60 seconds (nfs(5), "Directory entry caching", acdirmin and
 * acdirmax), it answers from memory that a name is missing, and opens a known name as the file that had it. Opening a
 * folder makes the client ask for that folder (fs/nfs/dir.c, nfs_lookup_verify_inode). The function therefore opens
 * every folder from the mount down: a folder in the middle may have been moved, and another one may now have its name.
 * clients.nfs.test.ts and folders.nfs.test.ts show it.
 */
export async function refreshFolder(workingSet: WorkingSet, names: readonly string[]): Promise<boolean> {
  return new AskedFolders(workingSet).have(names)
}

/**
 * The folders that were asked for since a certain moment, such as the start of a request. For files that are looked up
 * at one time the client asks for each of their folders once. Later changes by others may be missed.
 */
export class AskedFolders {
  readonly #workingSet: WorkingSet
  readonly #asked = new Map<string, Promise<boolean>>()

  constructor(workingSet: WorkingSet) {
    this.#workingSet = workingSet
  }

  // False if one of the folders is missing.
  async have(names: readonly string[]): Promise<boolean> {
    for (let depth = 0; depth <= names.length; depth++) {
      if (!(await this.#has(names.slice(0, depth)))) return false
    }
    return true
  }

  #has(names: readonly string[]): Promise<boolean> {
    const path = names.join('/')
    const asked = this.#asked.get(path) ?? this.#workingSet.opensFolder(names)
    this.#asked.set(path, asked)
    return asked
  }
}
