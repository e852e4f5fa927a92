import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Isolation } from './isolation.ts'

const bootstrap = fileURLToPath(new URL('../bootstrap.mjs', import.meta.url))

/**
 * Without namespaces (macOS, hardened kernels) the function sees the host's file system: EFS_MOUNT_PATH and
 * LAMBDA_TASK_ROOT say where things really are, and it runs as the user who started the local AWS.
 */
export const plain: Isolation = {
  name: 'none',
  start: ({ codeDirectory, scratchDirectory, mount, environment }, ready) => {
    const child = spawn(process.execPath, [bootstrap], {
      cwd: codeDirectory,
      env: {
        ...environment,
        LAMBDA_TASK_ROOT: codeDirectory,
        TMPDIR: scratchDirectory,
        ...(mount && { EFS_MOUNT_PATH: mount.directory }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    child.once('spawn', ready)
    return child
  },
}
