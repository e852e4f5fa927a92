import type { FileHandle } from 'node:fs/promises'
import { causeOf } from './system-error.ts'
import type { WorkingSet } from './working-set.ts'

const attempts = 5
// A file that was open when another took its name: ESTALE when the server has forgotten it (NFS4ERR_STALE, RFC 8881, 15.1.2);
// EIO or EBADF where the client had to open it again after a restart of the server and could not (fs/nfs/nfs4state.c,
// nfs4_state_mark_recovery_failed).
const replacedErrors: readonly (string | undefined)[] = ['ESTALE', 'EIO', 'EBADF']

/**
 * What `read` makes of the file that has this path, as the server has it and not as this client of NFS remembers it;
 * nothing where nothing is. `read` is called again when the file is replaced under it. `asked`: of whoever looks up several
 * files at one time.
 */
export async function readFresh<T>(
  workingSet: WorkingSet,
  names: readonly string[],
  read: (handle: FileHandle) => Promise<T>,
  asked?: AskedFolders,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      // What was asked for before the file was replaced does not count.
      const folders = (attempt === 1 && asked) || new AskedFolders(workingSet)
      if (!(await folders.have(names.slice(0, -1)))) return undefined
      const handle = await workingSet.open(names)
      if (!handle) return undefined
      try {
        return await read(handle)
      } finally {
        // Who looks up several files goes on with them meanwhile.
        const closing = workingSet.release(handle)
        if (!asked) await closing
      }
    } catch (error) {
      if (attempt === attempts || !replacedErrors.includes(causeOf(error))) throw error
    }
  }
}

/**
 * Has the client ask the server which names this folder has; false when there is no such folder. A client answers from
 * memory that a name is missing, and opens a known name by the file that had it, while it believes that the folder has
 * not changed, for 30 to 60 seconds (nfs(5), "Directory entry caching", acdirmin and acdirmax). Opening a folder makes it
 * ask for that folder (fs/nfs/dir.c, nfs_lookup_verify_inode), and so this goes down from the mount: a folder in the
 * middle may have been moved, and another one have its name. clients.nfs.test.ts and folders.nfs.test.ts show it.
 */
export async function refreshFolder(workingSet: WorkingSet, names: readonly string[]): Promise<boolean> {
  return new AskedFolders(workingSet).have(names)
}

/**
 * The folders that were asked for since some moment, as a request began: files that are looked up at one time have the
 * client ask for each of their folders once. What others change later may be missed.
 */
export class AskedFolders {
  readonly #workingSet: WorkingSet
  readonly #asked = new Map<string, Promise<boolean>>()

  constructor(workingSet: WorkingSet) {
    this.#workingSet = workingSet
  }

  // False when one of them is missing.
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
