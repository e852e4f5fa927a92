import { readdir, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Removes a folder with all its content. If a process holds a file open, its NFS client keeps the file under another
 * name, `.nfs` and digits, until it is closed, and with it the folder. So this function tries for some seconds.
 *
 * @throws FolderInUse afterwards
 */
export async function removeFolder(folder: string, { deadlineMs = 10_000, remove = rm } = {}): Promise<void> {
  for (const startedAt = performance.now(); ; await sleep(100)) {
    try {
      return await remove(folder, { recursive: true, force: true })
    } catch (error) {
      if (!['EBUSY', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code!)) throw error
      if (performance.now() - startedAt < deadlineMs) continue
      throw new FolderInUse(folder, await readdir(folder, { recursive: true }), error)
    }
  }
}

/** A folder that cannot be removed because something in it remains. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'

  constructor(folder: string, left: readonly string[], cause: unknown) {
    const names = left.length > 5 ? [...left.slice(0, 5), '…'] : left
    super(`${folder} remains, because files in it are in use or new: ${names.join(', ')}`, { cause })
  }
}
