import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { labCommand } from './lab-command.ts'
import { serverDisk } from './lab-description.ts'

export interface Disks {
  /** A device, or an image. */
  readonly main: string
  readonly small: string
  /** For `mount`: an image needs a loop device. */
  readonly options: string
}

// The server may give delegations, by which a client answers from its cache without a question; "Amazon EFS does not support
// … file delegations" (https://docs.aws.amazon.com/efs/latest/ug/nfs4-unsupported-features.html). They are leases of the
// server's file system, and this switches all leases off (proc_sys_fs(5)).
export const leasesSwitch = '/proc/sys/fs/leases-enable'

/** Brings up the kernel's NFS server, with EFS's ways, on two ext4 file systems: the large one and a small one. */
export async function startServer({ main, small, options }: Disks): Promise<void> {
  await mountDisk(main, options, serverDisk)
  await mountDisk(small, options, `${serverDisk}/small`)
  writeFileSync(leasesSwitch, '0')
  await labCommand('mount', ['-t', 'nfsd', 'nfsd', '/proc/fs/nfsd'])
  mkdirSync('/run/rpc_pipefs', { recursive: true })
  await labCommand('mount', ['-t', 'rpc_pipefs', 'rpc', '/run/rpc_pipefs'])
  // EFS's own mount options ask for requests of 1 MiB, which an ordinary server refuses; "must be set before the server is
  // started" (nfsd(7), max_block_size).
  writeFileSync('/proc/fs/nfsd/max_block_size', String(1024 * 1024))
  mkdirSync('/var/lib/nfs/nfsdcld', { recursive: true })
  mkdirSync('/var/lib/nfs/v4recovery', { recursive: true })
  writeFileSync('/var/lib/nfs/etab', '')
  // Each is told with an fsid of its own, so that file handles stay the same over a restart (exports(5)). `insecure` since
  // the clients mount with noresvport; `sync` since EFS answers a write when it is durable
  // (https://docs.aws.amazon.com/efs/latest/ug/features.html#consistency).
  const how = 'rw,sync,no_subtree_check,no_root_squash,insecure'
  await labCommand('exportfs', ['-o', `${how},fsid=0`, `*:${serverDisk}`])
  await labCommand('exportfs', ['-o', `${how},fsid=1`, `*:${serverDisk}/small`])
  // Which clients may reclaim what they had open before a restart is kept by this daemon: within a network namespace the
  // kernel has no other way (nfsdcld(8), fs/nfsd/nfs4recover.c).
  await labCommand('nfsdcld', ['-p', '/run/rpc_pipefs', '-s', '/var/lib/nfs/nfsdcld'])
  await startThreads()
  await labCommand('rpc.mountd', ['-N', '3'])
}

/**
 * The server's threads. A lease of 20 s and a grace time of 10 s (rpc.nfsd(8), -L, -G) in place of Linux's 90 s and 90 s
 * make a restart a matter of seconds; EFS's are not published.
 */
export const threadsUp = ['rpc.nfsd', '-N', '3', '-V', '4.1', '-G', '10', '-L', '20', '8'] as const
export const threadsDown = ['rpc.nfsd', '0'] as const

export async function startThreads(): Promise<void> {
  const [program, ...args] = threadsUp
  await labCommand(program, args)
}

export async function stopThreads(): Promise<void> {
  const [program, ...args] = threadsDown
  await labCommand(program, args)
}

async function mountDisk(device: string, options: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await labCommand('mount', ['-t', 'ext4', '-o', options, device, folder])
  // The root directory of the access point, owned by the user as whom the functions work (storage.yaml).
  mkdirSync(`${folder}/root`, { recursive: true })
  chownSync(`${folder}/root`, 1000, 1000)
}

/** @returns undefined where leases cannot be switched, or not yet */
export function leasesNow(): string | undefined {
  return existsSync(leasesSwitch) ? readFileSync(leasesSwitch, 'utf8').trim() : undefined
}
