import { spawn } from 'node:child_process'
import { runtimeProgram } from '../node-client/runtime-folder.ts'
import type { Isolation } from './isolation.ts'
import { writeMountTable } from './mount-table.ts'

/**
 * Mounts everything, then becomes the runtime. Its arguments: the table of mounts, the program and its arguments.
 * The limit of 1,024 file descriptors: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const sandboxScript = `
mount --all --fstab "$1" && shift && cd /var/task && ulimit -n 1024 || exit
# The sandbox is complete. The init phase begins.
echo ready >&4
exec 4>&-
exec "$@"`

/** The user of a function without a file system, the same as Lambda's. */
const defaultUser = 1000

/**
 * Gives each environment a mount namespace (mount_namespaces(7)), in which alone /mnt/efs, /var/task and /tmp exist.
 * With root the process becomes the access point's user; an ordinary user maps itself to that user
 * (user_namespaces(7)).
 */
export function namespaces(privileged: boolean): Isolation {
  return {
    name: privileged ? 'root namespaces' : 'user namespaces',
    start: (sandbox, ready) => {
      const { uid = defaultUser, gid = defaultUser } = sandbox.mount ?? {}
      // The network's user namespace already allows an ordinary user to mount.
      const { enterNetwork = [] } = sandbox
      const rooted = privileged || enterNetwork.length > 0
      const unshare = ['unshare', ...(rooted ? [] : ['--user', '--map-root-user']), '--mount', '--']
      // Becomes the access point's user before any of the function's code is read.
      const become = privileged
        ? ['unshare', `--setuid=${uid}`, `--setgid=${gid}`, '--']
        : ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
      const variables = Object.entries(sandbox.environment).map(([name, value]) => `${name}=${value}`)
      const { AWS_LAMBDA_EXEC_WRAPPER: wrapper } = sandbox.environment
      const program = [
        ...(wrapper ? [wrapper] : []),
        '/var/lang/bin/node',
        ...sandbox.nodeFlags,
        `/var/runtime/${runtimeProgram}`,
      ]
      const table = writeMountTable(sandbox, process.execPath)
      const build = ['sh', '-c', sandboxScript, 'sandbox', table, ...become, 'env', '-i', ...variables, ...program]
      const [command, ...words] = [...enterNetwork, ...unshare, ...build]
      const child = spawn(command!, words, {
        cwd: '/',
        env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
        stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
        detached: true,
      })
      child.stdio[4]!.once('data', ready)
      return child
    },
  }
}
