import type { DescribeFileSystemPolicyRequest, FileSystemPolicyDescription } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const describeFileSystemPolicy: Operation<DescribeFileSystemPolicyRequest, FileSystemPolicyDescription> = {
  honours: ['FileSystemId'],
  permissions: (input, call) => [onFileSystem(call, 'DescribeFileSystemPolicy', input.FileSystemId)],
  run: (input, { account }) => {
    const { fileSystemId, policy } = account.efs.fileSystem(input.FileSystemId!)
    if (!policy) {
      throw new AwsError('PolicyNotFound', `File system policy for file system '${fileSystemId}' does not exist.`, 404)
    }
    return { FileSystemId: fileSystemId, Policy: JSON.stringify(policy) }
  },
}
