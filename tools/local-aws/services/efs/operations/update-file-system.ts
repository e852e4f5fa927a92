import type { FileSystemDescription, UpdateFileSystemRequest } from '@aws-sdk/client-efs'
import { describeFileSystem } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const updateFileSystem: Operation<UpdateFileSystemRequest, FileSystemDescription> = {
  honours: ['FileSystemId', 'ThroughputMode', 'ProvisionedThroughputInMibps'],
  permissions: (input, call) => [onFileSystem(call, 'UpdateFileSystem', input.FileSystemId)],
  run: (input, { account }) => {
    const fileSystem = account.efs.fileSystem(input.FileSystemId!)
    if (input.ThroughputMode) fileSystem.throughputMode = input.ThroughputMode
    if (input.ThroughputMode && input.ThroughputMode !== 'provisioned') delete fileSystem.provisionedThroughputInMibps
    if (input.ProvisionedThroughputInMibps !== undefined) {
      fileSystem.provisionedThroughputInMibps = input.ProvisionedThroughputInMibps
    }
    return describeFileSystem(account, fileSystem)
  },
}
