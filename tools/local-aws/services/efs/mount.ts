import type { Account } from '../../account.ts'
import { AwsError } from '../../aws-error.ts'
import type { Identity } from '../../iam/identity.ts'

export interface MountRequest {
  readonly accessPointArn: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
  /** The function's role session: it must be allowed ClientMount, and ClientWrite for a writable mount. */
  readonly identity: Identity
}

export interface Mount {
  /** The access point's root directory, as a folder of this machine. */
  readonly directory: string
  readonly uid: number
  readonly gid: number
  readonly readOnly: boolean
}

/**
 * What EFS and the network check when a function's execution environment mounts an access point.
 *
 * @throws AwsError EFSMountFailureException 403, EFSMountConnectivityException 408
 */
export async function mountAccessPoint(_account: Account, request: MountRequest): Promise<Mount> {
  throw new AwsError('EFSMountFailureException', `The access point ${request.accessPointArn} does not exist.`, 403)
}
