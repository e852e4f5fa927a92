import { AwsError } from '../../aws-error.ts'
import type { AccessPoint, FileSystem, LifeCycleState, MountTarget } from './file-system-model.ts'
import type { Account } from './operation.ts'

/** File systems are folders, below `account.folder('efs')` or on NFS; mount targets and access points lead to them. */
export class EfsState {
  readonly account: Account
  readonly fileSystems = new Map<string, FileSystem>()
  readonly mountTargets = new Map<string, MountTarget>()
  readonly accessPoints = new Map<string, AccessPoint>()
  /** The folder below which file systems lie: one, or the same one as each NFS client has it. */
  readonly folders: readonly string[]
  /** Root directories that are there and have not their owner and permissions yet, by file system and path. */
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

  /** The folder that the next execution environment gets: each in turn. */
  nextFolder(): string {
    return this.folders[this.#mounted++ % this.folders.length]!
  }

  /**
   * Everything is `creating` until somebody has been told so, a second at most (a mount target a minute, as on AWS):
   * whoever does not wait for `available` is found out however fast the machine is, and whoever waits has it on the
   * second look. Unlike AWS, where it takes seconds, and a minute or two for a mount target, whoever looks.
   */
  becomesAvailable(resource: { state: LifeCycleState }, afterMs = 1000): void {
    setTimeout(() => this.seen(resource), afterMs).unref()
  }

  /** To be called when an answer has told the state. */
  seen(resource: { state: LifeCycleState }): void {
    if (resource.state === 'creating') resource.state = 'available'
  }
}
