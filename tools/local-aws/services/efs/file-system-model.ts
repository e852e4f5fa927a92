import type { LifecyclePolicy } from '@aws-sdk/client-efs'
import type { PolicyDocument } from '../../iam/policy-document.ts'

export type LifeCycleState = 'creating' | 'available' | 'deleting'
export type Tags = Map<string, string>

export interface FileSystem {
  readonly fileSystemId: string
  readonly arn: string
  readonly creationToken: string
  readonly creationTime: Date
  readonly performanceMode: 'generalPurpose' | 'maxIO'
  throughputMode: 'bursting' | 'provisioned' | 'elastic'
  provisionedThroughputInMibps?: number
  readonly encrypted: boolean
  readonly kmsKeyId?: string
  state: LifeCycleState
  backup: 'ENABLED' | 'DISABLED'
  lifecyclePolicies: LifecyclePolicy[]
  /** `undefined`: the default policy, which allows every client that reaches a mount target. */
  policy?: PolicyDocument
  readonly tags: Tags
  /**
   * The root of the file system, as a folder of this machine. With several NFS clients it is the first client's path.
   */
  readonly directory: string
}

export interface MountTarget {
  readonly mountTargetId: string
  readonly fileSystemId: string
  readonly subnetId: string
  readonly networkInterfaceId: string
  readonly ipAddress: string
  securityGroupIds: readonly string[]
  state: LifeCycleState
}

export interface AccessPoint {
  readonly accessPointId: string
  readonly arn: string
  readonly fileSystemId: string
  readonly clientToken: string
  readonly posixUser?: { readonly uid: number; readonly gid: number; readonly secondaryGids: readonly number[] }
  readonly rootDirectory: {
    readonly path: string
    readonly creationInfo?: { readonly ownerUid: number; readonly ownerGid: number; readonly permissions: string }
  }
  state: LifeCycleState
  readonly tags: Tags
}
