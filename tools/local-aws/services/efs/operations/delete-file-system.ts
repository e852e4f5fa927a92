import { rm } from 'node:fs/promises'
import type { DeleteFileSystemRequest } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../../../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const deleteFileSystem: Operation<DeleteFileSystemRequest, object> = {
  permissions: (input, call) => [onFileSystem(call, 'DeleteFileSystem', input.FileSystemId)],
  run: async (input, { account: { efs } }) => {
    const { fileSystemId, directory } = efs.fileSystem(input.FileSystemId!)
    if (efs.mountTargetsOf(fileSystemId).length > 0) {
      throw new AwsError(
        'FileSystemInUse',
        `Cannot delete file system '${fileSystemId}' as it is currently in use by mount targets.`,
        409,
      )
    }
    for (const one of efs.accessPoints.values()) {
      if (one.fileSystemId === fileSystemId) efs.accessPoints.delete(one.accessPointId)
    }
    efs.fileSystems.delete(fileSystemId)
    await rm(directory, { recursive: true })
    return {}
  },
}
