import { AwsError } from '../../aws-error.ts'
import type { AccessPoint, FileSystem, LifeCycleState, MountTarget } from './file-system-model.ts'
import type { Account } from './operation.ts'

/** File systems are folders, below `account.folder('efs')` or on NFS; mount targets and access points refer to them. */
export class EfsState {
  readonly account: Account
  readonly fileSystems = new Map<string, FileSystem>()
  readonly mountTargets = new Map<string, MountTarget>()
  readonly accessPoints = new Map<string, AccessPoint>()
  /** The folder that contains the file systems; with NFS, its path on each client. */
  readonly folders: readonly string[]
  /** Root directories that exist but lack their owner and permissions, by file system and path. */
  readonly rootsInTheMaking = new Map<string, Promise<void>>()
  #mounted = 0

  constructor(account: Account) {
    this.account = account
    this.folders = account.settings.efsFolders ?? [account.folder('efs')]
  }

  fileSystem(id: string): FileSystem {
    const key = id.split('/').at(-1)!
    const fileSystem = this.fileSystems.get(key)
    if (!fileSystem) throw new AwsError('FileSystemNotFound', `File system '${key}' does not exist.`, 404)
    return fileSystem
  }

  mountTarget(id: string): MountTarget {
    const target = this.mountTargets.get(id)
    if (!target) throw new AwsError('MountTargetNotFound', `Mount target '${id}' does not exist.`, 404)
    return target
  }

  accessPoint(id: string): AccessPoint {
    const key = id.split('/').at(-1)!
    const accessPoint = this.accessPoints.get(key)
    if (!accessPoint) throw new AwsError('AccessPointNotFound', `Access point '${key}' does not exist.`, 404)
    return accessPoint
  }

  mountTargetsOf(fileSystemId: string): MountTarget[] {
    return [...this.mountTargets.values()].filter(target => target.fileSystemId === fileSystemId)
  }

  /** The folder for the next execution environment: each in turn. */
  nextFolder(): string {
    return this.folders[this.#mounted++ % this.folders.length]!
  }

  /**
   * A resource is `creating` until an answer has reported that, for a second at most (a mount target for a minute, as
   * on AWS). So a program that does not wait for `available` fails here however fast the machine is, and one that waits
   * succeeds at its second request. Unlike AWS: there the time does not depend on requests; it is seconds, and a minute
   * or two for a mount target.
   */
  becomesAvailable(resource: { state: LifeCycleState }, afterMs = 1000): void {
    setTimeout(() => this.stateReported(resource), afterMs).unref()
  }

  /** Called when an answer has reported the state. */
  stateReported(resource: { state: LifeCycleState }): void {
    if (resource.state === 'creating') resource.state = 'available'
  }
}
