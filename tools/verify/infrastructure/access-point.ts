import { DescribeAccessPointsCommand, DescribeFileSystemsCommand } from '@aws-sdk/client-efs'
import type { Criterion } from '../criterion.ts'

export const accessPoint: Criterion = {
  id: '1.3',
  claim: 'An EFS access point is rooted at /lambda for uid:gid 1000:1000, on a file system encrypted with a KMS key.',
  builtIn: ['cloudformation/storage.yaml'],
  shownIn: ['efs/access-point.json', 'efs/access-point.png'],
  check: async ({ clients, system }, { observed, expect }) => {
    const id = system.outputs.AccessPointArn!.split('/').at(-1)!
    const { AccessPoints } = await clients.efs.send(new DescribeAccessPointsCommand({ AccessPointId: id }))
    const point = AccessPoints?.[0]
    const root = point?.RootDirectory
    const posix = `${point?.PosixUser?.Uid}:${point?.PosixUser?.Gid}`
    const created = root?.CreationInfo
    const owner = `${created?.OwnerUid}:${created?.OwnerGid}`
    observed(
      'EFS DescribeAccessPoints',
      `${id} of ${point?.FileSystemId}: root ${root?.Path}, created for ${owner} with ${created?.Permissions}, ` +
        `POSIX user ${posix}, ${point?.LifeCycleState}`,
    )
    expect(root?.Path === '/lambda', `The root directory of ${id} is ${root?.Path}, not /lambda`)
    expect(posix === '1000:1000', `The POSIX user of ${id} is ${posix}, not 1000:1000`)
    const secondary = point?.PosixUser?.SecondaryGids ?? []
    expect(secondary.length === 0, `${id} acts for the groups ${secondary.join(', ')} too`)
    expect(
      owner === '1000:1000' && created?.Permissions !== undefined,
      `${id} creates its root directory for ${owner} with permissions ${created?.Permissions}, not for 1000:1000`,
    )
    expect(point?.LifeCycleState === 'available', `${id} is ${point?.LifeCycleState}, not available`)
    expect(
      point?.FileSystemId === system.outputs.FileSystemId,
      `${id} belongs to ${point?.FileSystemId}, not to ${system.outputs.FileSystemId}`,
    )
    const { FileSystems } = await clients.efs.send(
      new DescribeFileSystemsCommand({ FileSystemId: point?.FileSystemId ?? system.outputs.FileSystemId! }),
    )
    const fileSystem = FileSystems?.[0]
    observed(
      'EFS DescribeFileSystems',
      `${fileSystem?.FileSystemId} encrypted: ${fileSystem?.Encrypted}, KMS key ${fileSystem?.KmsKeyId}`,
    )
    expect(fileSystem?.Encrypted === true, `${fileSystem?.FileSystemId} is not encrypted`)
    expect(Boolean(fileSystem?.KmsKeyId), `${fileSystem?.FileSystemId} names no KMS key`)
  },
}
