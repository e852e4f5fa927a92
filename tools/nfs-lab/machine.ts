import { spawn } from 'node:child_process'
import { access, constants, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

export type BackEndName = 'kernel' | 'uml'

/** The properties of a machine that matter to the lab. */
export interface Machine {
  readonly isLinux: boolean
  readonly isRoot: boolean
  /** The needed programs that are missing. */
  readonly missing: readonly string[]
  /** Whether the machine's kernel has NFS and allows namespaces. False if that cannot be found out. */
  readonly hasKernelNfs: boolean
}

const inside = ['rpc.nfsd', 'rpc.mountd', 'nfsdcld', 'exportfs', 'mount.nfs4', 'modprobe', 'ip', 'mkfs.ext4']

/** Debian's and Ubuntu's package of each program that an installation may lack. */
const packages: Readonly<Record<string, string>> = {
  'linux.uml': 'user-mode-linux',
  'rpc.nfsd': 'nfs-kernel-server',
  'rpc.mountd': 'nfs-kernel-server',
  nfsdcld: 'nfs-kernel-server',
  exportfs: 'nfs-kernel-server',
  'mount.nfs4': 'nfs-common',
  modprobe: 'kmod',
  ip: 'iproute2',
  'mkfs.ext4': 'e2fsprogs',
}

const kernelModules = ['nfsd', 'nfs', 'nfsv4', 'veth'] as const

/** The namespaces of the lab. When its first process ends, all of its processes end. */
export const namespaces = ['--mount', '--net', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc'] as const

/** The folders of root's programs. On Debian a user's PATH does not contain them. */
export const systemPath = [process.env.PATH ?? '', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter)

export async function lookAtMachine(path = systemPath): Promise<Machine> {
  const isLinux = process.platform === 'linux'
  const isRoot = process.getuid?.() === 0
  const missing: string[] = []
  for (const program of Object.keys(packages)) if (!(await isOnPath(program, path))) missing.push(program)
  const hasKernelNfs = isLinux && isRoot && !missing.includes('modprobe') && (await succeedsWithKernel())
  return { isLinux, isRoot, missing, hasKernelNfs }
}

export type Choice = { readonly backEnd: BackEndName } | { readonly reason: string; readonly nextStep: string }

/**
 * Chooses the back-end: the machine's own NFS if it works, else User Mode Linux. Otherwise returns why there is none.
 */
export function chooseBackEnd(machine: Machine, forced?: BackEndName): Choice {
  const { isLinux, isRoot, missing, hasKernelNfs } = machine
  if (!isLinux) return { reason: 'It needs Linux.', nextStep: 'Run it on Debian or Ubuntu.' }
  const lacking = inside.filter(program => missing.includes(program))
  const kernel = hasKernelNfs && forced !== 'uml'
  const needed = kernel || forced === 'kernel' ? lacking : [...missing.filter(each => each === 'linux.uml'), ...lacking]
  if (needed.length > 0) {
    const names = [...new Set(needed.map(program => packages[program]!))]
    return {
      reason: `These programs are missing: ${needed.join(', ')}.`,
      nextStep: `apt-get install -y --no-install-recommends ${names.join(' ')}`,
    }
  }
  if (!isRoot) {
    return {
      reason:
        'It needs root: to mount, and in User Mode Linux too, which uses the machine’s files as the user who starts it.',
      // sudo has its own PATH, which may lack the folder of Node.js.
      nextStep: 'sudo env "PATH=$PATH" npm run nfs',
    }
  }
  if (kernel) return { backEnd: 'kernel' }
  if (forced !== 'kernel') return { backEnd: 'uml' }
  return {
    reason: `This kernel has no modules ${kernelModules.join(', ')}, or no namespaces for us.`,
    nextStep: 'Run it without --backend kernel.',
  }
}

async function succeedsWithKernel(): Promise<boolean> {
  // Fails if they are built into the kernel.
  await succeeds('modprobe', ['--all', ...kernelModules])
  const fileSystems = await readFile('/proc/filesystems', 'utf8').catch(() => '')
  if (!['nfsd', 'nfs4'].every(name => fileSystems.includes(`\t${name}\n`))) return false
  return succeeds('unshare', [...namespaces, 'ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1'])
}

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { env: { ...process.env, PATH: systemPath }, stdio: 'ignore' })
  return new Promise(resolve => child.once('error', () => resolve(false)).once('exit', code => resolve(code === 0)))
}

async function isOnPath(program: string, path: string): Promise<boolean> {
  for (const folder of path.split(delimiter)) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return true
  }
  return false
}
