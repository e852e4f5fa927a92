import type { DeleteFileSystemRequest } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'
import { FolderInUse, removeFolder } from '../remove-folder.ts'

export const deleteFileSystem: Operation<DeleteFileSystemRequest, object> = {
  honours: ['FileSystemId'],
  permissions: (input, call) => [onFileSystem(call, 'DeleteFileSystem', input.FileSystemId)],
  run: async (input, { account: { efs, settings } }) => {
    const { fileSystemId, directory } = efs.fileSystem(input.FileSystemId!)
    if (efs.mountTargetsOf(fileSystemId).length > 0) {
      throw new AwsError(
        'FileSystemInUse',
        `The file system '${fileSystemId}' cannot be deleted because it has mount targets. You must delete the mount targets, and then try again.`,
        409,
      )
    }
    for (const one of efs.accessPoints.values()) {
      if (one.fileSystemId === fileSystemId) efs.accessPoints.delete(one.accessPointId)
    }
    efs.fileSystems.delete(fileSystemId)
    try {
      await removeFolder(directory)
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error
      // As on AWS, an open file does not prevent the deletion of a file system.
      settings.diagnose(`deletion of ${fileSystemId}: ${error.message}`)
    }
    return {}
  },
}
