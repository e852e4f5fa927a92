import type { DeleteFileSystemPolicyRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const deleteFileSystemPolicy: Operation<DeleteFileSystemPolicyRequest, object> = {
  honours: ['FileSystemId'],
  permissions: (input, call) => [onFileSystem(call, 'DeleteFileSystemPolicy', input.FileSystemId)],
  run: (input, { account }) => {
    delete account.efs.fileSystem(input.FileSystemId!).policy
    return {}
  },
}
