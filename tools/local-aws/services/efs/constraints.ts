import {
  PerformanceMode,
  Status,
  ThroughputMode,
  TransitionToArchiveRules,
  TransitionToIARules,
  TransitionToPrimaryStorageClassRules,
} from '@aws-sdk/client-efs'
import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/efs/2015-02-01/service-2.json; enumerations are the SDK's own.
const id: Constraint = { range: [0, 4_294_967_295] }
const user: Constraint = {
  members: { Uid: id, Gid: id, SecondaryGids: { length: [0, 16], each: id } },
}
const rootDirectory: Constraint = {
  members: {
    // No part begins with a dot, so that a path cannot leave its file system.
    Path: { length: [1, 100], pattern: /\/|(\/(?!\.)[^$#<>;`|&?{}^*/\n]+){1,4}/ },
    CreationInfo: {
      members: { OwnerUid: id, OwnerGid: id, Permissions: { pattern: /[0-7]{3,4}/ } },
    },
  },
}
const token: Constraint = { length: [1, 64], pattern: /.+/ }
const tagKey: Constraint = { length: [1, 128], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u }
const tags: Constraint = {
  each: { members: { Key: tagKey, Value: { length: [0, 256], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u } } },
}
const throughput = {
  ThroughputMode: { enum: Object.values(ThroughputMode) },
  ProvisionedThroughputInMibps: { range: [1, Number.MAX_VALUE] },
} as const
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const keyId = `(${uuid}|mrk-[0-9a-f]{32}|alias/[a-zA-Z0-9/_-]+)`
const keyArn = `arn:aws[-a-z]*:kms:[a-z0-9-]+:\\d{12}:(key/${uuid}|key/mrk-[0-9a-f]{32}|alias/[a-zA-Z0-9/_-]+)`
const arn = 'arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+'
const fileSystem = `fs-[0-9a-f]{8,40}`
const accessPoint = `fsap-[0-9a-f]{8,40}`
const pageSize: Constraint = { range: [1, Number.MAX_SAFE_INTEGER] }
const pageToken: Constraint = { length: [1, 128], pattern: /.+/ }

export const constraints = {
  everyOperation: {
    AccessPointId: { length: [0, 128], pattern: new RegExp(`${arn}:access-point/${accessPoint}|${accessPoint}`) },
    FileSystemId: { length: [0, 128], pattern: new RegExp(`${arn}:file-system/${fileSystem}|${fileSystem}`) },
    MountTargetId: { length: [13, 45], pattern: /fsmt-[0-9a-f]{8,40}/ },
    ResourceId: {
      length: [0, 128],
      pattern: new RegExp(`${arn}:(access-point/fsap|file-system/fs)-[0-9a-f]{8,40}|fs(ap)?-[0-9a-f]{8,40}`),
    },
    ClientToken: token,
    CreationToken: token,
    Marker: pageToken,
    MaxItems: pageSize,
    MaxResults: pageSize,
    NextToken: pageToken,
    TagKeys: { length: [1, 50], each: tagKey },
    Tags: tags,
  },
  CreateAccessPoint: { PosixUser: user, RootDirectory: rootDirectory },
  CreateFileSystem: {
    PerformanceMode: { enum: Object.values(PerformanceMode) },
    KmsKeyId: { length: [0, 2048], pattern: new RegExp(`${keyId}|${keyArn}`) },
    ...throughput,
  },
  CreateMountTarget: {
    SubnetId: { length: [15, 47], pattern: /subnet-[0-9a-f]{8,40}/ },
    IpAddress: { length: [7, 15], pattern: /[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}/ },
    SecurityGroups: { length: [0, 100] },
  },
  PutBackupPolicy: { BackupPolicy: { members: { Status: { enum: Object.values(Status) } } } },
  PutFileSystemPolicy: { Policy: { length: [1, 20_000] } },
  PutLifecycleConfiguration: {
    LifecyclePolicies: {
      length: [0, 3],
      each: {
        members: {
          TransitionToIA: { enum: Object.values(TransitionToIARules) },
          TransitionToPrimaryStorageClass: { enum: Object.values(TransitionToPrimaryStorageClassRules) },
          TransitionToArchive: { enum: Object.values(TransitionToArchiveRules) },
        },
      },
    },
  },
  UpdateFileSystem: throughput,
} satisfies Constraints
