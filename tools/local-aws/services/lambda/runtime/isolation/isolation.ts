import type { ChildProcess } from 'node:child_process'

/** What one execution environment's process may see. */
export interface Sandbox {
  /** The unzipped code, read-only at /var/task. */
  readonly codeDirectory: string
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
  /** Size of /tmp, MiB. */
  readonly ephemeralStorageMiB: number
  readonly environment: Readonly<Record<string, string>>
}

/** Starts the runtime in a sandbox. `ready` is called when the sandbox stands and the runtime's process begins. */
export interface Isolation {
  readonly name: 'root namespaces' | 'user namespaces' | 'none'
  start(sandbox: Sandbox, ready: () => void): ChildProcess
  /** What the environment answers and logs, with every path as Lambda has it; absent where the paths are Lambda's. */
  outgoing?(sandbox: Sandbox): (bytes: Uint8Array) => Uint8Array
}
