import { readFileSync } from 'node:fs'

export interface MountStats {
  /** Bytes that this client has read from the server, and written to it, since it was mounted. */
  readonly readFromServer: number
  readonly writtenToServer: number
}

/**
 * Reads a client's own counters for one mount. The line `bytes:` has, in this order, the bytes that programs read and
 * wrote normally, the bytes that they read and wrote with O_DIRECT, the bytes read from and written to the server, and
 * pages (enum nfs_stat_bytecounters, include/linux/nfs_iostat.h). Reading the counters sends no request to the server.
 *
 * @throws Error if no NFS file system is mounted there
 */
export function mountStats(mountPath: string, text = readFileSync('/proc/self/mountstats', 'utf8')): MountStats {
  const parts = text.split(/^device /m)
  const part = parts.find(each => each.split('\n')[0]!.includes(` mounted on ${mountPath} with fstype nfs`))
  const bytes = /^\s*bytes:\s+([\d ]+)$/m
    .exec(part ?? '')?.[1]
    ?.trim()
    .split(/\s+/)
  if (!bytes) throw new Error(`/proc/self/mountstats has no bytes of ${mountPath}`)
  return { readFromServer: Number(bytes[4]), writtenToServer: Number(bytes[5]) }
}
