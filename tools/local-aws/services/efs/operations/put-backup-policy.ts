import type { BackupPolicyDescription, PutBackupPolicyRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const putBackupPolicy: Operation<PutBackupPolicyRequest, BackupPolicyDescription> = {
  honours: ['FileSystemId', 'BackupPolicy'],
  permissions: (input, call) => [onFileSystem(call, 'PutBackupPolicy', input.FileSystemId)],
  run: (input, { account }) => {
    const fileSystem = account.efs.fileSystem(input.FileSystemId!)
    fileSystem.backup = input.BackupPolicy!.Status === 'ENABLED' ? 'ENABLED' : 'DISABLED'
    return { BackupPolicy: { Status: fileSystem.backup } }
  },
}
