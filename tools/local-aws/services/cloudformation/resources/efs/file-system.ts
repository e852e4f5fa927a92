import {
  CreateFileSystemCommand,
  DeleteFileSystemCommand,
  DeleteFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  type EFSClient,
  FileSystemNotFound,
  PutBackupPolicyCommand,
  PutFileSystemPolicyCommand,
  PutLifecycleConfigurationCommand,
  TagResourceCommand,
  UpdateFileSystemCommand,
} from '@aws-sdk/client-efs'
import { honouring } from '../honouring.ts'
import { isTrue, jsonText, numberOf } from '../property-values.ts'
import type { CreatedResource, Properties } from '../resource-type.ts'
import { mergedTags } from '../tags.ts'
import { waitFor } from '../wait.ts'
import { removeTags } from './remove-tags.ts'

const honoured = [
  'Encrypted',
  'KmsKeyId',
  'PerformanceMode',
  'ThroughputMode',
  'ProvisionedThroughputInMibps',
  'AvailabilityZoneName',
  'FileSystemTags',
  'FileSystemPolicy',
  'BackupPolicy',
  'LifecyclePolicies',
]

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-filesystem.html
export const fileSystem = honouring(honoured, {
  typeName: 'AWS::EFS::FileSystem',

  async create(properties, context) {
    const { efs } = context.clients
    const { FileSystemId, FileSystemArn } = await efs.send(
      new CreateFileSystemCommand({
        CreationToken: context.clientToken,
        Encrypted: properties.Encrypted === undefined ? undefined : isTrue(properties.Encrypted),
        KmsKeyId: properties.KmsKeyId,
        PerformanceMode: properties.PerformanceMode,
        ThroughputMode: properties.ThroughputMode,
        ProvisionedThroughputInMibps: numberOf(properties.ProvisionedThroughputInMibps),
        AvailabilityZoneName: properties.AvailabilityZoneName,
        Tags: mergedTags(context.tags, properties.FileSystemTags),
      }),
    )
    context.initiated(FileSystemId!)
    await waitFor({ what: `${FileSystemId} to be available`, signal: context.signal }, async () => {
      const { FileSystems } = await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
      return FileSystems?.[0]?.LifeCycleState === 'available' || undefined
    })
    await putPolicies(efs, FileSystemId!, properties)
    return described(FileSystemId!, FileSystemArn!)
  },

  applies: [
    'ThroughputMode',
    'ProvisionedThroughputInMibps',
    'FileSystemPolicy',
    'BackupPolicy',
    'LifecyclePolicies',
    'FileSystemTags',
    'Tags',
  ],

  async update({ physicalId, before, after, changed }, context) {
    const { tags, region, accountId } = context
    const { efs } = context.clients
    if (changed.includes('ThroughputMode') || changed.includes('ProvisionedThroughputInMibps')) {
      await efs.send(
        new UpdateFileSystemCommand({
          FileSystemId: physicalId,
          ThroughputMode: after.ThroughputMode ?? 'bursting',
          ProvisionedThroughputInMibps: numberOf(after.ProvisionedThroughputInMibps),
        }),
      )
    }
    if (changed.includes('FileSystemPolicy') && !after.FileSystemPolicy) {
      await efs.send(new DeleteFileSystemPolicyCommand({ FileSystemId: physicalId }))
    }
    await putPolicies(efs, physicalId, onlyChanged(after, changed))
    if (changed.includes('FileSystemTags') || changed.includes('Tags')) {
      await removeTags(physicalId, before.FileSystemTags, after.FileSystemTags, context)
      await efs.send(new TagResourceCommand({ ResourceId: physicalId, Tags: mergedTags(tags, after.FileSystemTags) }))
    }
    return described(physicalId, `arn:aws:elasticfilesystem:${region}:${accountId}:file-system/${physicalId}`)
  },

  async delete(FileSystemId, _properties, { clients }) {
    try {
      await clients.efs.send(new DeleteFileSystemCommand({ FileSystemId }))
    } catch (error) {
      if (!(error instanceof FileSystemNotFound)) throw error
    }
  },
})

/** Without the property there are no backups and no life cycle; a new file system has neither. */
function onlyChanged(after: Properties, changed: readonly string[]): Properties {
  const { FileSystemPolicy, BackupPolicy = { Status: 'DISABLED' }, LifecyclePolicies = [] } = after
  return {
    ...(changed.includes('FileSystemPolicy') && { FileSystemPolicy }),
    ...(changed.includes('BackupPolicy') && { BackupPolicy }),
    ...(changed.includes('LifecyclePolicies') && { LifecyclePolicies }),
  }
}

async function putPolicies(efs: EFSClient, FileSystemId: string, properties: Properties): Promise<void> {
  if (properties.FileSystemPolicy) {
    await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy: jsonText(properties.FileSystemPolicy) }))
  }
  if (properties.BackupPolicy) {
    await efs.send(
      new PutBackupPolicyCommand({ FileSystemId, BackupPolicy: { Status: properties.BackupPolicy.Status } }),
    )
  }
  if (properties.LifecyclePolicies) {
    await efs.send(
      new PutLifecycleConfigurationCommand({ FileSystemId, LifecyclePolicies: properties.LifecyclePolicies }),
    )
  }
}

function described(physicalId: string, Arn: string): CreatedResource {
  return { physicalId, attributes: { FileSystemId: physicalId, Arn } }
}
