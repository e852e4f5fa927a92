import type { ChildProcess } from 'node:child_process'

/** What one execution environment's process may see. */
export interface Sandbox {
  /** The unzipped code, read-only at /var/task. */
  readonly codeDirectory: string
  /** What is at /var/runtime. */
  readonly runtimeDirectory: string
  /** Node's own, before the program. */
  readonly nodeFlags: readonly string[]
  /** An empty folder of the environment's own: its temporary folder where there is no /tmp of its own. */
  readonly scratchDirectory: string
  readonly mount?: {
    readonly directory: string
    /** `/mnt/efs` */
    readonly localMountPath: string
    readonly uid: number
    readonly gid: number
    readonly readOnly: boolean
  }
  /** Runs a command in the network that the function has; absent for the host's. */
  readonly enterNetwork?: readonly string[]
  /** Size of /tmp, MiB. */
  readonly ephemeralStorageMiB: number
  readonly environment: Readonly<Record<string, string>>
}

/** The child's file descriptor that the runtime writes its log frames to. */
export const logDescriptor = 3

/** Starts the runtime in a sandbox, with a pipe at `logDescriptor`. `ready` is called when the sandbox stands and the runtime's process begins. */
export interface Isolation {
  readonly name: 'root namespaces' | 'user namespaces' | 'none'
  start(sandbox: Sandbox, ready: () => void): ChildProcess
  /** What the environment answers and logs, with every path as Lambda has it; absent where the paths are Lambda's. */
  outgoing?(sandbox: Sandbox): (bytes: Uint8Array) => Uint8Array
}
