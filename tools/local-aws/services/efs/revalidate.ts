import { opendir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Makes the NFS client ask the server for each folder of the path. A client that found a name missing continues to
 * report that for 30 s and more, even after another client has created it; opening the folder above ends that.
 */
export async function revalidate(root: string, below: string): Promise<void> {
  let folder = root
  for (const name of ['', ...below.split('/').filter(Boolean)]) {
    folder = join(folder, name)
    try {
      await (await opendir(folder)).close()
    } catch {
      // It does not exist, or is no folder. Its user will find that out and report it.
      return
    }
  }
}
