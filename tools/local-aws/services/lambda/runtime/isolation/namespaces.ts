import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runtimeProgram } from '../node-client/runtime-folder.ts'
import type { Isolation, Sandbox } from './isolation.ts'

const script = fileURLToPath(new URL('sandbox.sh', import.meta.url))

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
      const { mount } = sandbox
      const user = [String(mount?.uid ?? defaultUser), String(mount?.gid ?? defaultUser)]
      // The network's user namespace already allows an ordinary user to mount.
      const { enterNetwork = [] } = sandbox
      const rooted = privileged || enterNetwork.length > 0
      const unshare = ['unshare', ...(rooted ? [] : ['--user', '--map-root-user']), '--mount', '--']
      const variables = Object.entries(sandbox.environment).map(([name, value]) => `${name}=${value}`)
      const { AWS_LAMBDA_EXEC_WRAPPER: wrapper } = sandbox.environment
      const program = [
        ...(wrapper ? [wrapper] : []),
        '/var/lang/bin/node',
        ...sandbox.nodeFlags,
        `/var/runtime/${runtimeProgram}`,
      ]
      const build = ['sh', script, process.execPath, ...user, ...variables, ...program]
      const [command, ...words] = [...enterNetwork, ...unshare, ...build]
      const child = spawn(command!, words, {
        cwd: '/',
        env: { ...sandboxVariables(sandbox, privileged), PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
        stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
        detached: true,
      })
      child.stdio[4]!.once('data', ready)
      return child
    },
  }
}

function sandboxVariables(sandbox: Sandbox, privileged: boolean): Record<string, string> {
  const { mount } = sandbox
  return {
    SANDBOX_CODE: sandbox.codeDirectory,
    SANDBOX_RUNTIME: sandbox.runtimeDirectory,
    SANDBOX_STAGE: sandbox.scratchDirectory,
    SANDBOX_TMP_MIB: String(sandbox.ephemeralStorageMiB),
    SANDBOX_PRIVILEGED: privileged ? 'yes' : '',
    SANDBOX_MOUNT_SOURCE: mount?.directory ?? '',
    SANDBOX_MOUNT_NAME: mount?.localMountPath.replace('/mnt/', '') ?? '',
    SANDBOX_MOUNT_READ_ONLY: mount?.readOnly ? 'yes' : '',
  }
}
