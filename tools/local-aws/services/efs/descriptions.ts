import type { AccessPointDescription, FileSystemDescription, MountTargetDescription, Tag } from '@aws-sdk/client-efs'
import type { AccessPoint, FileSystem, MountTarget, Tags } from './file-system-model.ts'
import type { Account } from './operation.ts'

export function tagList(tags: Tags): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}

export function describeFileSystem(account: Account, fileSystem: FileSystem): FileSystemDescription {
  const name = fileSystem.tags.get('Name')
  return {
    OwnerId: account.id,
    CreationToken: fileSystem.creationToken,
    FileSystemId: fileSystem.fileSystemId,
    FileSystemArn: fileSystem.arn,
    CreationTime: fileSystem.creationTime,
    LifeCycleState: fileSystem.state,
    Name: name,
    NumberOfMountTargets: account.efs.mountTargetsOf(fileSystem.fileSystemId).length,
    // Unlike AWS, which meters every hour: the local AWS does not measure stored bytes.
    SizeInBytes: { Value: 6144, ValueInIA: 0, ValueInStandard: 6144, ValueInArchive: 0 },
    PerformanceMode: fileSystem.performanceMode,
    Encrypted: fileSystem.encrypted,
    KmsKeyId: fileSystem.kmsKeyId,
    ThroughputMode: fileSystem.throughputMode,
    ...(fileSystem.provisionedThroughputInMibps !== undefined && {
      ProvisionedThroughputInMibps: fileSystem.provisionedThroughputInMibps,
    }),
    FileSystemProtection: { ReplicationOverwriteProtection: 'ENABLED' },
    Tags: tagList(fileSystem.tags),
  }
}

export function describeMountTarget(account: Account, target: MountTarget): MountTargetDescription {
  const subnet = account.ec2.subnet(target.subnetId)
  return {
    OwnerId: account.id,
    MountTargetId: target.mountTargetId,
    FileSystemId: target.fileSystemId,
    SubnetId: target.subnetId,
    LifeCycleState: target.state,
    IpAddress: target.ipAddress,
    NetworkInterfaceId: target.networkInterfaceId,
    AvailabilityZoneId: subnet.availabilityZoneId,
    AvailabilityZoneName: subnet.availabilityZone,
    VpcId: subnet.vpcId,
  }
}

export function describeAccessPoint(account: Account, accessPoint: AccessPoint): AccessPointDescription {
  const { posixUser, rootDirectory } = accessPoint
  const name = accessPoint.tags.get('Name')
  return {
    ClientToken: accessPoint.clientToken,
    Name: name,
    Tags: tagList(accessPoint.tags),
    AccessPointId: accessPoint.accessPointId,
    AccessPointArn: accessPoint.arn,
    FileSystemId: accessPoint.fileSystemId,
    PosixUser: posixUser && {
      Uid: posixUser.uid,
      Gid: posixUser.gid,
      ...(posixUser.secondaryGids.length > 0 && { SecondaryGids: [...posixUser.secondaryGids] }),
    },
    RootDirectory: {
      Path: rootDirectory.path,
      CreationInfo: rootDirectory.creationInfo && {
        OwnerUid: rootDirectory.creationInfo.ownerUid,
        OwnerGid: rootDirectory.creationInfo.ownerGid,
        Permissions: rootDirectory.creationInfo.permissions,
      },
    },
    OwnerId: account.id,
    LifeCycleState: accessPoint.state,
  }
}
