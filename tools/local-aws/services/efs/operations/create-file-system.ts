import { createHash, randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CreateFileSystemRequest, FileSystemDescription } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import { resourceId } from '../../ec2/state.ts'
import { describeFileSystem } from '../descriptions.ts'
import type { FileSystem } from '../file-system-model.ts'
import type { Account, Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'
import { checkThroughput } from '../throughput.ts'

// https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html
export const createFileSystem: Operation<CreateFileSystemRequest, FileSystemDescription> = {
  honours: [
    'CreationToken',
    'PerformanceMode',
    'Encrypted',
    'KmsKeyId',
    'ThroughputMode',
    'ProvisionedThroughputInMibps',
    'Backup',
    'Tags',
  ],
  permissions: (input, call) => [
    onFileSystem(call, 'CreateFileSystem', undefined),
    ...(input.Tags?.length ? [onFileSystem(call, 'TagResource', undefined)] : []),
  ],
  run: async (input, { account }) => {
    const throughputMode = input.ThroughputMode ?? 'bursting'
    const performanceMode = input.PerformanceMode ?? 'generalPurpose'
    if (throughputMode === 'elastic' && performanceMode !== 'generalPurpose') {
      throw new AwsError(
        'BadRequest',
        'Elastic throughput mode is supported only for file systems using the General Purpose performance mode.',
      )
    }
    checkThroughput({ throughputMode, provisionedThroughputInMibps: input.ProvisionedThroughputInMibps })
    if (input.KmsKeyId && !input.Encrypted) {
      throw new AwsError('BadRequest', 'KmsKeyId can only be specified if Encrypted is set to true.')
    }
    refuseOwnKey(account, input.KmsKeyId)
    const creationToken = input.CreationToken ?? randomUUID()
    const existing = [...account.efs.fileSystems.values()].find(one => one.creationToken === creationToken)
    if (existing) {
      throw new AwsError(
        'FileSystemAlreadyExists',
        `File system '${existing.fileSystemId}' already exists with creation token '${creationToken}'`,
        409,
        { FileSystemId: existing.fileSystemId },
      )
    }
    const fileSystemId = resourceId('fs')
    const directory = join(account.efs.folders[0]!, fileSystemId)
    await mkdir(directory, { recursive: true, mode: 0o755 })
    const fileSystem: FileSystem = {
      fileSystemId,
      arn: account.arn('elasticfilesystem', `file-system/${fileSystemId}`),
      creationToken,
      creationTime: account.now(),
      performanceMode,
      throughputMode,
      ...(input.ProvisionedThroughputInMibps !== undefined && {
        provisionedThroughputInMibps: input.ProvisionedThroughputInMibps,
      }),
      encrypted: input.Encrypted ?? false,
      ...(input.Encrypted && { kmsKeyId: managedKeyArn(account.id, account.region) }),
      state: 'creating',
      backup: input.Backup ? 'ENABLED' : 'DISABLED',
      lifecyclePolicies: [],
      tags: new Map(input.Tags?.map(tag => [tag.Key!, tag.Value!])),
      directory,
    }
    account.efs.fileSystems.set(fileSystemId, fileSystem)
    account.efs.becomesAvailable(fileSystem)
    return describeFileSystem(account, fileSystem)
  },
}

/** Only AWS's own keys exist here, so AWS would not find another one either. @throws AwsError NotImplemented */
function refuseOwnKey({ id, region }: Account, key: string | undefined): void {
  const managed = managedKeyArn(id, region)
  const alias = 'alias/aws/elasticfilesystem'
  const names = [undefined, alias, `arn:aws:kms:${region}:${id}:${alias}`, managed, managed.split('/')[1]]
  if (names.includes(key)) return
  const message = `The local AWS does not have the KMS key ${key}: it has no keys but those that AWS manages.`
  throw new AwsError('NotImplemented', message, 501)
}

/** The key of `alias/aws/elasticfilesystem`. AWS creates one for each account and Region at the first use. */
function managedKeyArn(accountId: string, region: string): string {
  const hash = createHash('sha256').update(`aws/elasticfilesystem ${accountId} ${region}`).digest('hex')
  const uuid = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
  return `arn:aws:kms:${region}:${accountId}:key/${uuid}`
}
