import type { FileSystemPolicyDescription, PutFileSystemPolicyRequest } from '@aws-sdk/client-efs'
import { parsePolicy } from '../../../iam/parse-policy.ts'
import type { Operation } from '../../../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const putFileSystemPolicy: Operation<PutFileSystemPolicyRequest, FileSystemPolicyDescription> = {
  permissions: (input, call) => [onFileSystem(call, 'PutFileSystemPolicy', input.FileSystemId)],
  run: (input, { account }) => {
    const fileSystem = account.efs.fileSystem(input.FileSystemId!)
    fileSystem.policy = parsePolicy(input.Policy!, 'InvalidPolicyException', 'fileSystem')
    return { FileSystemId: fileSystem.fileSystemId, Policy: JSON.stringify(fileSystem.policy) }
  },
}
