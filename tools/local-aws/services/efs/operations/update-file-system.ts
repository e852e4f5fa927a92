import type { FileSystemDescription, UpdateFileSystemRequest } from '@aws-sdk/client-efs'
import { describeFileSystem } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'
import { checkThroughput } from '../throughput.ts'

export const updateFileSystem: Operation<UpdateFileSystemRequest, FileSystemDescription> = {
  honours: ['FileSystemId', 'ThroughputMode', 'ProvisionedThroughputInMibps'],
  permissions: (input, call) => [onFileSystem(call, 'UpdateFileSystem', input.FileSystemId)],
  run: (input, { account }) => {
    const fileSystem = account.efs.fileSystem(input.FileSystemId!)
    const throughputMode = input.ThroughputMode ?? fileSystem.throughputMode
    const kept = throughputMode === 'provisioned' ? fileSystem.provisionedThroughputInMibps : undefined
    const provisionedThroughputInMibps = input.ProvisionedThroughputInMibps ?? kept
    checkThroughput({ throughputMode, provisionedThroughputInMibps })
    Object.assign(fileSystem, { throughputMode, provisionedThroughputInMibps })
    return describeFileSystem(account, fileSystem)
  },
}
