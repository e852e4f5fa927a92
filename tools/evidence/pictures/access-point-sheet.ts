import type { AccessPointDescription, FileSystemDescription, MountTargetDescription } from '@aws-sdk/client-efs'
import { type Reading, readingNote, shown } from './reading.ts'
import { charactersAcross, type Sheet } from './sheet.ts'

export interface AccessPointReading extends Reading {
  readonly accessPoint: AccessPointDescription
  readonly fileSystem: FileSystemDescription
  readonly mountTargets: readonly MountTargetDescription[]
  readonly fileSystemPolicy: unknown
}

const pair = [26, charactersAcross - 26]

export function accessPointSheet(reading: AccessPointReading): Sheet {
  const { accessPoint, fileSystem, mountTargets, fileSystemPolicy } = reading
  const { PosixUser: user, RootDirectory: root } = accessPoint
  const creation = root?.CreationInfo
  return {
    title: `EFS access point ${accessPoint.AccessPointId}`,
    sections: [
      {
        heading: 'Access point',
        widths: pair,
        rows: [
          ['Root directory', shown(root?.Path)],
          ['POSIX user', `uid ${user?.Uid}, gid ${user?.Gid}`],
          [
            'Root made with',
            creation
              ? `owner uid ${creation.OwnerUid}, owner gid ${creation.OwnerGid}, permissions ${creation.Permissions}`
              : shown(undefined),
          ],
          ['State', shown(accessPoint.LifeCycleState)],
          ['ARN', shown(accessPoint.AccessPointArn)],
        ],
      },
      {
        heading: `File system ${fileSystem.FileSystemId}`,
        widths: pair,
        rows: [
          ['Encrypted at rest', shown(fileSystem.Encrypted)],
          ['KMS key', shown(fileSystem.KmsKeyId)],
          ['Throughput, performance', `${fileSystem.ThroughputMode}, ${fileSystem.PerformanceMode}`],
          ['State', shown(fileSystem.LifeCycleState)],
          ['Size when read', `${fileSystem.SizeInBytes?.Value} bytes (metered)`],
          ['Policy', shown(fileSystemPolicy)],
        ],
      },
      {
        heading: 'Mount targets',
        widths: [26, 28, 20, 22, charactersAcross - 96],
        columnNames: ['Mount target', 'Subnet', 'Zone', 'IP address', 'State'],
        rows: mountTargets.map(target => [
          shown(target.MountTargetId),
          shown(target.SubnetId),
          shown(target.AvailabilityZoneName),
          shown(target.IpAddress),
          shown(target.LifeCycleState),
        ]),
      },
    ],
    footer: readingNote(reading),
  }
}
