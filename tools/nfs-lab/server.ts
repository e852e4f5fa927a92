import { existsSync, readFileSync } from 'node:fs'
import { labScript } from './lab-command.ts'
import { serverDisk } from './lab-description.ts'

export interface Disks {
  /** A device, or an image. */
  readonly main: string
  readonly small: string
  /** For `mount`: an image needs a loop device. */
  readonly options: string
}

// The server may give delegations, with which a client answers from its cache without a request; "Amazon EFS does not
// support … file delegations" (https://docs.aws.amazon.com/efs/latest/ug/nfs4-unsupported-features.html). They are
// leases of the server's file system, and this switch disables all leases (proc_sys_fs(5)). The switch is the whole
// machine's, since no namespace has its own, so it is restored when the lab is removed.
export const leasesSwitch = '/proc/sys/fs/leases-enable'

// EFS's own mount options ask for requests of 1 MiB, which an ordinary server refuses. The limit "can only be written
// to when the server is not running" (nfsd(7), max_block_size).
const largestRequest = 1024 * 1024

// Each file system has an fsid of its own, so that file handles stay the same over a restart (exports(5)). `insecure`
// is needed since the clients mount with noresvport, and `sync` since EFS answers a write when it is durable
// (https://docs.aws.amazon.com/efs/latest/ug/features.html#consistency).
const exportOptions = 'rw,sync,no_subtree_check,no_root_squash,insecure'

/** Starts the kernel's NFS server, configured like EFS, on two ext4 file systems: the large one and a small one. */
export async function startServer(disks: Disks): Promise<void> {
  const small = `${serverDisk}/small`
  await labScript([
    ...mountedDisk(disks.main, disks.options, serverDisk),
    ...mountedDisk(disks.small, disks.options, small),
    `echo 0 > ${leasesSwitch}`,
    'mount -t nfsd nfsd /proc/fs/nfsd',
    'mkdir -p /run/rpc_pipefs',
    'mount -t rpc_pipefs rpc /run/rpc_pipefs',
    `echo ${largestRequest} > /proc/fs/nfsd/max_block_size`,
    'mkdir -p /var/lib/nfs/nfsdcld /var/lib/nfs/v4recovery',
    ': > /var/lib/nfs/etab',
    `exportfs -o ${exportOptions},fsid=0 '*:${serverDisk}'`,
    `exportfs -o ${exportOptions},fsid=1 '*:${small}'`,
    // This daemon remembers which clients may reclaim their open files after a restart: within a network namespace the
    // kernel has no other way (nfsdcld(8), fs/nfsd/nfs4recover.c).
    'nfsdcld -p /run/rpc_pipefs -s /var/lib/nfs/nfsdcld',
    threadsUp.join(' '),
    'rpc.mountd -N 3',
  ])
}

function mountedDisk(device: string, options: string, folder: string): string[] {
  // The root directory of the access point, owned by the user of the functions (storage.yaml).
  return [
    `mkdir -p ${folder}`,
    `mount -t ext4 -o ${options} ${device} ${folder}`,
    `install -d -o 1000 -g 1000 ${folder}/root`,
  ]
}

/**
 * The server's threads. A lease of 20 s and a grace time of 10 s (rpc.nfsd(8), -L, -G) in place of Linux's 90 s and 90 s
 * make a restart a matter of seconds; EFS's are not published.
 */
export const threadsUp = ['rpc.nfsd', '-N', '3', '-V', '4.1', '-G', '10', '-L', '20', '8'] as const
export const threadsDown = ['rpc.nfsd', '0'] as const

/** @returns undefined where leases cannot be switched, or not yet */
export function leasesNow(): string | undefined {
  return existsSync(leasesSwitch) ? readFileSync(leasesSwitch, 'utf8').trim() : undefined
}
