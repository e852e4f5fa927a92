import type { ChildProcess } from 'node:child_process'

/** The parts of the machine that one execution environment's process may see. */
export interface Sandbox {
  /** The unzipped code, read-only at /var/task. */
  readonly codeDirectory: string
  /** The folder that becomes /var/runtime. */
  readonly runtimeDirectory: string
  /** Node's own flags, before the program. */
  readonly nodeFlags: readonly string[]
  /** An empty folder of the environment: /var and /mnt are built in it, or it is the temporary folder. */
  readonly scratchDirectory: string
  readonly mount?: {
    readonly directory: string
    /** `/mnt/efs` */
    readonly localMountPath: string
    readonly uid: number
    readonly gid: number
    readonly readOnly: boolean
  }
  /** A command prefix that enters the function's network. Missing for the host's network. */
  readonly enterNetwork?: readonly string[]
  /** Size of /tmp, MiB. */
  readonly ephemeralStorageMiB: number
  readonly environment: Readonly<Record<string, string>>
}

/** The child's file descriptor to which the runtime writes its log frames. */
export const logDescriptor = 3

/**
 * Starts the runtime in a sandbox, with a pipe at `logDescriptor`. `ready` is called when the sandbox exists and the
 * runtime's process begins.
 */
export interface Isolation {
  readonly name: 'root namespaces' | 'user namespaces' | 'none'
  start(sandbox: Sandbox, ready: () => void): ChildProcess
  /** Replaces the host's paths in answers and logs by Lambda's. Missing if the paths are already Lambda's. */
  outgoing?(sandbox: Sandbox): (bytes: Uint8Array) => Uint8Array
}
