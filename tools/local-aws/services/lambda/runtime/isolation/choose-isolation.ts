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
  // The kinds of mount of mount-table.ts. BusyBox's mount, for example, does not make folders.
  const row = '/var /tmp/var none bind,ro,X-mount.mkdir'
  const mount = `mount -t tmpfs tmpfs /tmp && echo '${row}' > /tmp/mounts && mount --all --fstab /tmp/mounts && cd /tmp/var`
  const trial = privileged
    ? ['--mount', '--', 'sh', '-c', mount]
    : [
        '--user',
        '--map-root-user',
        '--mount',
        '--',
        'sh',
        '-c',
        `${mount} && unshare --user --map-user=1000 --map-group=1000 true`,
      ]
  try {
    await run('unshare', trial)
    return namespaces(privileged)
  } catch {
    // It is not installed or not allowed. The plain isolation works everywhere, and the caller warns the user.
    return plain
  }
}
