import type { BackupPolicyDescription, DescribeBackupPolicyRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const describeBackupPolicy: Operation<DescribeBackupPolicyRequest, BackupPolicyDescription> = {
  honours: ['FileSystemId'],
  permissions: (input, call) => [onFileSystem(call, 'DescribeBackupPolicy', input.FileSystemId)],
  run: (input, { account }) => ({ BackupPolicy: { Status: account.efs.fileSystem(input.FileSystemId!).backup } }),
}
