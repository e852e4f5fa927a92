import { chmod, chown, mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AwsError } from '../../aws-error.ts'
import { evaluate } from '../../iam/evaluate.ts'
import type { Identity } from '../../iam/identity.ts'
import type { AccessPoint, FileSystem } from './file-system-model.ts'
import { mountBlockedBy } from './mount-reachability.ts'
import type { Account } from './operation.ts'
import { revalidate } from './revalidate.ts'

type CreationInfo = NonNullable<AccessPoint['rootDirectory']['creationInfo']>

export interface MountRequest {
  readonly accessPointArn: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
  /** The function's role session. It must be allowed ClientMount, and ClientWrite for a writable mount. */
  readonly identity: Identity
}

export interface Mount {
  /** The access point's root directory, as a folder of this machine. */
  readonly directory: string
  readonly uid: number
  readonly gid: number
  readonly readOnly: boolean
  /** The mount whose NFS client this environment uses. Missing if the file system is an ordinary folder. */
  readonly client?: string
}

/**
 * Makes the checks of EFS and the network when a function's execution environment mounts an access point. The words are
 * those of https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html; the emulator's operator gets
 * the true reason, which AWS would not reveal.
 *
 * @throws AwsError EFSMountFailureException 403, EFSMountConnectivityException 408
 */
export async function mountAccessPoint(account: Account, request: MountRequest): Promise<Mount> {
  const accessPoint = account.efs.accessPoints.get(request.accessPointArn.split('/').at(-1)!)
  const fileSystem = accessPoint && account.efs.fileSystems.get(accessPoint.fileSystemId)
  if (!accessPoint || !fileSystem) throw rejected(account, request, 'the access point does not exist')
  const blocked = mountBlockedBy(account, fileSystem.fileSystemId, request)
  if (blocked) throw unreachable(account, request, blocked)
  if (!allows('elasticfilesystem:ClientMount', accessPoint, fileSystem, request.identity)) {
    throw rejected(account, request, `neither the role nor the file system policy allows ClientMount`)
  }
  if (!accessPoint.posixUser) {
    throw new AwsError('NotImplemented', 'The local AWS mounts only access points that have a PosixUser.', 501)
  }
  const folder = account.efs.nextFolder()
  const directory = await rootDirectory(account, request, accessPoint, folder)
  const readOnly = !allows('elasticfilesystem:ClientWrite', accessPoint, fileSystem, request.identity)
  const { uid, gid } = accessPoint.posixUser
  return { directory, uid, gid, readOnly, client: account.settings.efsFolders && dirname(folder) }
}

/**
 * An allow in the role's policies or in the file system policy is enough, and a deny in either refuses. Without a
 * policy a file system allows every client that reaches it.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
function allows(action: string, accessPoint: AccessPoint, fileSystem: FileSystem, identity: Identity): boolean {
  if (!fileSystem.policy) return true
  const question = { action, resource: fileSystem.arn, context: mountContext(accessPoint) }
  const principals = [identity.arn, identity.roleArn ?? identity.arn, identity.accountId].map(name => ({
    type: 'AWS' as const,
    name,
  }))
  const decisions = [
    evaluate(identity.policies(), question),
    evaluate([fileSystem.policy], { ...question, principals }),
  ]
  return !decisions.includes('explicitDeny') && decisions.includes('allow')
}

/**
 * The condition keys of a mount. EFS enforces only four for NFS clients: aws:PrincipalArn and similar keys are missing.
 * aws:SourceIp is only for public addresses, which a function in a VPC does not have.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html#efs-condition-keys-for-nfs
 */
function mountContext({ arn }: AccessPoint) {
  return {
    'aws:securetransport': 'true',
    'elasticfilesystem:accesspointarn': arn,
    'elasticfilesystem:accessedviamounttarget': 'true',
  }
}

/**
 * The first mount creates the directory, if the access point names its owner, through the NFS client of the mounting
 * environment.
 */
async function rootDirectory(
  account: Account,
  request: MountRequest,
  { fileSystemId, rootDirectory: { path, creationInfo } }: AccessPoint,
  folder: string,
): Promise<string> {
  const root = join(folder, fileSystemId)
  const directory = join(root, path)
  const key = join(fileSystemId, path)
  await revalidate(folder, key)
  const existing = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  // A link that a function has created must not lead the mount out of its file system.
  if (existing && !`${await realpath(directory)}/`.startsWith(`${await realpath(root)}/`)) {
    throw rejected(account, request, `${path} leads out of the file system`)
  }
  if (!existing && !creationInfo) {
    throw rejected(account, request, `${path} does not exist and the access point has no CreationInfo`)
  }
  const making = account.efs.rootsInTheMaking
  if (!existing && !making.has(key)) {
    making.set(
      key,
      makeRoot(directory, creationInfo!).finally(() => making.delete(key)),
    )
  }
  // An existing directory may still be in creation for another environment. A client caches the attributes of an
  // unfinished directory, such as its owner, so it must wait for the finished one.
  await making.get(key)
  await revalidate(folder, key)
  return directory
}

async function makeRoot(directory: string, { ownerUid, ownerGid, permissions }: CreationInfo): Promise<void> {
  await mkdir(directory, { recursive: true })
  // Unlike AWS: only root can change the owner. An ordinary user owns every directory, regardless of the uid.
  if (process.getuid!() === 0) await chown(directory, ownerUid, ownerGid)
  await chmod(directory, Number.parseInt(permissions, 8))
}

function rejected(account: Account, { accessPointArn }: MountRequest, reason: string): AwsError {
  account.settings.diagnose(`mount of ${accessPointArn} refused: ${reason}`)
  return new AwsError(
    'EFSMountFailureException',
    `The function could not mount the EFS file system with access point ${accessPointArn}.`,
    403,
  )
}

function unreachable(account: Account, { accessPointArn }: MountRequest, reason: string): AwsError {
  account.settings.diagnose(`mount of ${accessPointArn} cannot connect: ${reason}`)
  return new AwsError(
    'EFSMountConnectivityException',
    `The function couldn't connect to the Amazon EFS file system with access point ${accessPointArn}. Check your network configuration and try again.`,
    408,
  )
}
