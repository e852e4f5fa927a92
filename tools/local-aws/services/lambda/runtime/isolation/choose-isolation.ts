import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Isolation } from './isolation.ts'
import type { IsolationChoice } from './isolation-choice.ts'
import { namespaces } from './namespaces.ts'
import { plain } from './plain.ts'

const run = promisify(execFile)

/**
 * Returns the isolation closest to Lambda's that this machine allows. It tries them, because kernels and containers
 * forbid them in many ways.
 */
export async function chooseIsolation(choice: IsolationChoice): Promise<Isolation> {
  if (choice === 'none' || process.platform !== 'linux') return plain
  const privileged = process.getuid?.() === 0
  // The plain isolation works everywhere, and the caller warns the user.
  return (await (areAllowed ??= allowsNamespaces(privileged))) ? namespaces(privileged) : plain
}

/** A machine does not change while a process runs. */
let areAllowed: Promise<boolean> | undefined

/** Whether the programs are installed, and what they do is allowed. */
async function allowsNamespaces(privileged: boolean): Promise<boolean> {
  // The kinds of mount of mount-table.ts. BusyBox's mount, for example, does not make folders.
  const row = '/var /tmp/var none bind,ro,X-mount.mkdir'
  const mount = `mount -t tmpfs tmpfs /tmp && echo '${row}' > /tmp/mounts && mount --all --fstab /tmp/mounts && cd /tmp/var`
  const become = 'unshare --user --map-user=1000 --map-group=1000 true'
  const trial = privileged
    ? ['--mount', '--', 'sh', '-c', mount]
    : ['--user', '--map-root-user', '--mount', '--', 'sh', '-c', `${mount} && ${become}`]
  return run('unshare', trial).then(
    () => true,
    () => false,
  )
}
