import { readFileSync } from 'node:fs'

export interface MountStats {
  /** Bytes that this client has read from the server, and written to it, since it was mounted. */
  readonly readFromServer: number
  readonly writtenToServer: number
}

/**
 * A client's own counters, of one mount. The line `bytes:` has, in this order, what programs read and wrote the ordinary way,
 * what they read and wrote with O_DIRECT, then what was read from and written to the server, and pages (enum nfs_stat_bytecounters,
 * include/linux/nfs_iostat.h). Reading them asks the server nothing.
 *
 * @throws Error where nothing is mounted there by NFS
 */
export function mountStats(mountPath: string, text = readFileSync('/proc/self/mountstats', 'utf8')): MountStats {
  const parts = text.split(/^device /m)
  const part = parts.find(each => each.split('\n')[0]!.includes(` mounted on ${mountPath} with fstype nfs`))
  const bytes = /^\s*bytes:\s+([\d ]+)$/m
    .exec(part ?? '')?.[1]
    ?.trim()
    .split(/\s+/)
  if (!bytes) throw new Error(`/proc/self/mountstats tells no bytes of ${mountPath}`)
  return { readFromServer: Number(bytes[4]), writtenToServer: Number(bytes[5]) }
}
